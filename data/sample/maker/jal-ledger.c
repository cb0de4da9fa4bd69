/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long records as machines keep them. The entries that matter to the case are fixed; ordinary life is filled in between. */
#include "jal-ledger.h"

#include <string.h>

#include "jal-dice.h"

/* Days are counted from Sunday 1 February 2026. */
#define N_DAYS 97

typedef struct
{
  int day;
  int minute;
  const char *text;
} Event;

static char *
day_text (int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_FEBRUARY, 2026);
  g_date_set_julian (&date, (guint32)((int)g_date_get_julian (&date) + day));
  return g_strdup_printf ("%02u/%02u/%u", (guint)g_date_get_day (&date), (guint)g_date_get_month (&date), (guint)g_date_get_year (&date));
}

static char *
thousands (gint64 shillings)
{
  return shillings >= 1000 ? g_strdup_printf ("%d,%03d.00", (int)(shillings / 1000), (int)(shillings % 1000))
                           : g_strdup_printf ("%d.00", (int)shillings);
}

/* A code like those of receipts that cannot be one: it begins with XX. */
static char *
receipt (JalDice *dice)
{
  static const char signs[] = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
  char code[11] = "XX";

  for (int i = 2; i < 10; i++)
    code[i] = signs[jal_dice_below (dice, sizeof signs - 1)];
  return g_strdup (code);
}

/* --- Mobile money --------------------------------------------------------------------------------------------- */

typedef struct
{
  int day, minute;
  int amount; /* positive: paid in */
  const char *details;
} Payment;

static const Payment payments[] = {
  { 12, 1131, 6000, "Received from 0700 000 017 DENO RUVIKA – room" },
  { 12, 1144, -2500, "Sent to 0700 000 023 C.W. – “transport”" },
  { 19, 1098, 6000, "Received from 0700 000 017 DENO RUVIKA – room" },
  { 19, 1120, -2500, "Sent to 0700 000 023 C.W. – “transport”" },
  { 33, 1065, 8000, "Received from 0700 000 017 DENO RUVIKA – room 7" },
  { 33, 1071, -4000, "Sent to 0700 000 023 C.W. – “school”" },
  { 40, 1110, 8000, "Received from 0700 000 017 DENO RUVIKA – room 7" },
  { 40, 1126, -4000, "Sent to 0700 000 023 C.W. – “school”" },
  { 61, 1089, 8000, "Received from 0700 000 017 DENO RUVIKA" },
  { 61, 1092, -4000, "Sent to 0700 000 023 C.W." },
  { 82, 1076, 10000, "Received from 0700 000 017 DENO RUVIKA – two nights" },
  { 82, 1083, -5000, "Sent to 0700 000 023 C.W." },
};

static void
money_row (GString *out, JalDice *dice, int day, int minute, int amount, const char *details, gint64 *balance)
{
  g_autofree char *date = day_text (day);
  g_autofree char *code = receipt (dice);
  g_autofree char *paid = thousands (ABS (amount));
  g_autofree char *rest = NULL;

  *balance += amount;
  rest = thousands (*balance);
  g_string_append_printf (out, "| %s | %s %02d:%02d:%02u | %s | Completed | %s | %s | %s\n", code, date, minute / 60, minute % 60, jal_dice_below (dice, 60),
                          details, amount > 0 ? paid : "", amount < 0 ? paid : "", rest);
}

static char *
money (void)
{
  static const struct
  {
    const char *details;
    int low, high, sign;
  } ordinary[] = {
    { "Customer payment – accommodation, walk-in guest", 1500, 4000, 1 }, { "Pay bill: electricity tokens (SAMPLE)", 300, 1200, -1 },
    { "Merchant payment: beach grocers (SAMPLE)", 250, 2400, -1 },        { "Withdrawal at agent 000000 (SAMPLE)", 1000, 6000, -1 },
    { "Customer payment – meals", 350, 1800, 1 },                         { "Airtime purchase", 50, 100, -1 },
    { "Sent to 0700 000 031 LAUNDRY (SAMPLE)", 400, 900, -1 },            { "Customer payment – deposit", 1000, 3000, 1 },
  };
  GString *out = g_string_new (NULL);
  JalDice dice;
  gint64 balance = 21450;
  guint next = 0;

  jal_dice_init (&dice, "money");
  g_string_append (out, "@set family Liberation Sans\n@set size 10\n@set margin 40\n@set table 8\n"
                        "# PESA-MFANO MOBILE MONEY – STATEMENT OF ACCOUNT\n"
                        "@field Account holder | KOMBO TARAFALI\n@field Number | 0700 000 009 (no such number)\n"
                        "@field Period | 01 February 2026 – 08 May 2026\n"
                        "@field Requested by | Mfano Police Station, production order of 12 May 2026\n\n"
                        "|: 11 15 38 9c 10r 10r 11r\n"
                        "|= Receipt | Completed at | Details | Status | Paid in (KSh) | Paid out (KSh) | Balance (KSh)\n");
  for (int day = 0; day < N_DAYS; day++)
    {
      int minute = 480;
      guint n = 1 + jal_dice_below (&dice, 2);

      for (guint i = 0; i < n && minute < 1050; i++)
        {
          guint kind = jal_dice_below (&dice, G_N_ELEMENTS (ordinary));
          int amount = ordinary[kind].low + (int)jal_dice_below (&dice, (guint)(ordinary[kind].high - ordinary[kind].low)) / 50 * 50;
          int sign = ordinary[kind].sign < 0 && balance < amount + 6000 ? 1 : ordinary[kind].sign;

          minute += 20 + (int)jal_dice_below (&dice, 230);
          money_row (out, &dice, day, MIN (minute, 1050), sign * amount, sign == ordinary[kind].sign ? ordinary[kind].details : "Customer payment – accommodation", &balance);
        }
      while (next < G_N_ELEMENTS (payments) && payments[next].day == day)
        {
          money_row (out, &dice, day, payments[next].minute, payments[next].amount, payments[next].details, &balance);
          next++;
        }
    }
  g_string_append (out, "\n% End of statement. This statement was printed from the sample system and is not a document of any provider.\n"
                        "@space 60\n@stamp PESA-MFANO RECORDS OFFICE | SAMPLE | 14 MAY 2026\n");
  return g_string_free (out, FALSE);
}

/* --- Chat ------------------------------------------------------------------------------------------------------ */

static const Event chat_events[] = {
  { 12, 1125, "D | I am sending it now. The usual room?" },
  { 12, 1128, "K | Room is ready. Pay to this number." },
  { 12, 1139, "K | Received. I will tell C." },
  { 19, 1090, "D | Again today, same as last week." },
  { 19, 1101, "K | Yes. Use the side gate." },
  { 33, 1060, "D | Sent 8,000. Do not write my name in the book." },
  { 33, 1066, "K | I leave the line empty. Room 7." },
  { 40, 1104, "D | Tell C. the amount is the same." },
  { 40, 1118, "K | C. has been told. Key is at the desk." },
  { 61, 1081, "D | Sent." },
  { 61, 1095, "K | Ok. I passed the half on." },
  { 82, 1070, "D | Two nights. Ten thousand." },
  { 82, 1079, "K | Fine. The watchman will not ask." },
  { 96, 972, "K | People came to ask for the book. Delete everything here." },
  { 96, 975, "D | Done on my side." },
};

static void
chat_row (GString *out, int day, int minute, const char *text)
{
  g_autofree char *date = day_text (day);
  const char *who = text[0] == 'K' ? "Kombo T." : "Deno R.";

  g_string_append_printf (out, "| %s | %02d:%02d | %s | %s\n", date, minute / 60, minute % 60, who, text + 4);
}

static char *
chat (void)
{
  static const char *const talk[] = {
    "K | Good morning. Is the boat going out today?",      "D | Not before noon, the wind is strong.",
    "D | Did the fundi come for the water pump?",          "K | He came, he wants 3,500 for the seal.",
    "K | Two guests from upcountry, they stay till Sunday.", "D | Good. Business is slow everywhere.",
    "D | Happy Sunday.",                                   "K | And to you.",
    "K | The generator took 12 litres.",                   "D | I will pass by after lunch.",
    "D | Bring the receipt book when you come.",           "K | Which one, the green or the old one?",
    "D | The green.",                                      "K | Ok.",
    "K | Rain the whole night, the road is cut at the bridge.", "D | Then I stay in town.",
    "K | The beans at the market are 180 a kilo now.",      "D | Take the half bag.",
    "D | I am at the harbour, two hours.",                 "K | Ok, I wait with the ice.",
    "K | The tax people want the licence renewed by June.", "D | Send me the paper.",
    "D | Is the tank full?",                               "K | Three quarters.",
    "K | The sign has lost a letter in the wind.",         "D | I know a painter.",
    "D | Two crates of soda, can you keep them cold?",     "K | If the power stays.",
    "D | Did you watch the match?",                        "K | Only the second half. No power.",
    "K | The landlord called about the rent.",             "D | Tell him end of the month.",
    "D | How many rooms are full?",                        "K | Four of nine.",
    "K | The laundry is late again.",                      "D | Change her.",
  };
  GString *out = g_string_new (NULL);
  JalDice dice;
  guint next = 0;

  jal_dice_init (&dice, "chat");
  g_string_append (out, "@set family DejaVu Sans\n@set size 9.5\n@set margin 54\n@set table 9\n"
                        "# CHAT EXPORT – DIRECT MESSAGES\n"
                        "@field Source device | Exhibit 3, IMEI 000000000000017 (impossible)\n"
                        "@field Participants | Kombo T. (owner) and Deno R.\n@field Messages | 1 February 2026 – 8 May 2026\n"
                        "@field Hash | SHA-256 recorded in the extraction report\n\n|: 12 7 12 60\n|= Date | Time | From | Message\n");
  for (int day = 0; day < N_DAYS; day++)
    {
      guint n = 2 + jal_dice_below (&dice, 2);
      int minute = 400;

      for (guint i = 0; i < n; i++)
        {
          guint pair = jal_dice_below (&dice, G_N_ELEMENTS (talk) / 2) * 2;

          minute += 15 + (int)jal_dice_below (&dice, 130);
          chat_row (out, day, minute, talk[pair]);
          minute += 2 + (int)jal_dice_below (&dice, 30);
          chat_row (out, day, minute, talk[pair + 1]);
        }
      while (next < G_N_ELEMENTS (chat_events) && chat_events[next].day == day)
        {
          chat_row (out, day, chat_events[next].minute, chat_events[next].text);
          next++;
        }
    }
  g_string_append (out, "\n% End of export.\n");
  return g_string_free (out, FALSE);
}

/* --- Calls ----------------------------------------------------------------------------------------------------- */

static char *
calls (void)
{
  static const char *const numbers[] = { "0700 000 017", "0700 000 023", "0700 000 031", "0700 000 044", "0700 000 052", "0700 000 068" };
  static const char *const masts[] = { "MFANO BEACH 1", "MFANO BEACH 2", "MFANO TOWN", "SAMPLE JUNCTION" };
  static const char *const kinds[] = { "Voice out", "Voice in", "SMS out", "SMS in", "Data" };
  GString *out = g_string_new (NULL);
  JalDice dice;
  guint number = 1;

  jal_dice_init (&dice, "calls");
  g_string_append (out, "@set family Liberation Mono\n@set size 9\n@set margin 36\n@set table 8\n# CALL DATA RECORDS – 0700 000 009\n"
                        "% Subscriber as registered: KOMBO TARAFALI. Equipment: IMEI 000000000000017. All numbers and masts in this record are impossible ones.\n\n"
                        "|: 5r 11 9 12 15 15 8r 16 9\n"
                        "|= No. | Date | Time | Kind | Calling | Called | Secs | Mast (start) | Cell\n");
  for (int day = 0; day < N_DAYS; day++)
    {
      g_autofree char *date = day_text (day);
      guint n = 3 + jal_dice_below (&dice, 3);

      for (guint i = 0; i < n; i++)
        {
          guint kind = jal_dice_below (&dice, G_N_ELEMENTS (kinds));
          const char *other = kind == 4 ? "–" : numbers[jal_dice_below (&dice, G_N_ELEMENTS (numbers))];
          gboolean in = kind == 1 || kind == 3;
          guint seconds = kind < 2 ? 8 + jal_dice_below (&dice, 400) : 0;

          g_string_append_printf (out, "| %u | %s | %02u:%02u:%02u | %s | %s | %s | %u | %s | 000-%02u\n", number++, date, 7 + i * 3 + jal_dice_below (&dice, 3),
                                  jal_dice_below (&dice, 60), jal_dice_below (&dice, 60), kinds[kind], in ? other : "0700 000 009", in ? "0700 000 009" : other,
                                  seconds, masts[jal_dice_below (&dice, G_N_ELEMENTS (masts))], jal_dice_below (&dice, 12));
        }
    }
  return g_string_free (out, FALSE);
}

/* --- The house ------------------------------------------------------------------------------------------------- */

static const char *const guests[] = { "Guest, salesman", "Family of four", "Two teachers", "Guest, driver", "Couple", "Surveyor", "Guest, nurse", "Fish trader" };

static char *
bookings (void)
{
  GString *out = g_string_new (NULL);
  JalDice dice;
  guint number = 1180;

  jal_dice_init (&dice, "bookings");
  g_string_append (out, "@set family Liberation Sans\n@set size 9.5\n@set margin 36\n@set table 8.5\n# BAHARI TISA GUEST HOUSE – BOOKING RECORDS, FEBRUARY TO MAY 2026\n"
                        "% Printed from the desk computer at the guest house on 9 May 2026 in the presence of the receptionist. Lines marked * have no name in the register book.\n\n"
                        "|: 7 10 18 6c 10 10 6r 10r 12 9 22\n"
                        "|= No. | Made on | Guest as entered | Room | In | Out | Nights | Amount (KSh) | Paid by | Desk | Remarks\n");
  for (int day = 0; day < N_DAYS; day++)
    {
      guint n = 1 + jal_dice_below (&dice, 2);
      g_autofree char *in = day_text (day);

      for (guint i = 0; i < n; i++)
        {
          guint room = 1 + jal_dice_below (&dice, 9), nights = 1 + jal_dice_below (&dice, 3);
          g_autofree char *left = day_text (day + (int)nights);
          g_autofree char *made = day_text (day - (int)jal_dice_below (&dice, 4));
          g_autofree char *sum = thousands (nights * 2000);

          g_string_append_printf (out, "| %u | %s | %s | %u | %s | %s | %u | %s | %s | PZ | \n", number++, made,
                                  guests[jal_dice_below (&dice, G_N_ELEMENTS (guests))], room == 7 ? 6 : room, in, left, nights, sum,
                                  jal_dice_below (&dice, 2) ? "Mobile money" : "Cash");
        }
      for (guint i = 0; i < G_N_ELEMENTS (payments); i += 2)
        if (payments[i].day == day)
          {
            g_autofree char *left = day_text (day + (i == 10 ? 2 : 1));

            g_string_append_printf (out, "| %u | %s | <b>%s</b> | 7 | %s | %s | %d | %s | Mobile money | <b>KT</b> | <b>%sentered by the keeper</b>\n", number++, in,
                                    i < 4 ? "D. R." : "–", in, left, i == 10 ? 2 : 1, i == 10 ? "7,000.00" : "3,500.00", i < 4 ? "" : "* ");
          }
    }
  return g_string_free (out, FALSE);
}

static char *
register_book (void)
{
  GString *out = g_string_new (NULL);
  JalDice dice;
  guint number = 1;

  jal_dice_init (&dice, "register");
  g_string_append (out, "@set family Liberation Serif\n@set size 11\n@set margin 44\n@set table 10\n# GUEST REGISTER\n|: 6 13 26 20 8 12 16\n"
                        "|= No. | Date | Name of guest | From | Room | Paid | Signature\n");
  for (int day = 0; day < N_DAYS; day++)
    {
      g_autofree char *date = day_text (day);

      for (guint n = jal_dice_below (&dice, 3); n > 0; n--)
        {
          guint room = 1 + jal_dice_below (&dice, 9);

          g_string_append_printf (out, "|~ %u | %.5s | %s | %s | %u | %u00 | %s\n", number++, date, guests[jal_dice_below (&dice, G_N_ELEMENTS (guests))],
                                  jal_dice_below (&dice, 2) ? "Mfano town" : "upcountry", room == 7 ? 6 : room, 15 + 5 * jal_dice_below (&dice, 4), "signed");
        }
      for (guint i = 0; i < G_N_ELEMENTS (payments); i += 2)
        if (payments[i].day == day)
          g_string_append_printf (out, "|~ %u | %.5s | %s | - | 7 | 3500 | %s\n", number++, date, i < 4 ? "D. R." : "", i < 4 ? "D R" : "");
    }
  return g_string_free (out, FALSE);
}

/* What the watchman wrote at night: a car, a place, an hour. */
static char *
notebook (void)
{
  static const char *const cars[] = { "white van, fish", "taxi, two people", "pick-up, water", "motorcycle, guest", "grey car, family", "lorry turned round" };
  GString *out = g_string_new (NULL);
  JalDice dice;

  jal_dice_init (&dice, "notebook");
  g_string_append (out, "@set family Liberation Serif\n@set size 11\n@set margin 60\n@set table 10\n^ <b>NOTEBOOK (VEHICLES AT NIGHT)</b>\n|: 14 12 42 22\n"
                        "|= Date | Hour | Vehicle | Place\n");
  for (int day = 8; day < N_DAYS - 10; day++)
    {
      g_autofree char *date = day_text (day);

      guint n = jal_dice_below (&dice, 3);

      for (guint i = 0; i < G_N_ELEMENTS (payments); i += 2)
        if (payments[i].day == day)
          g_string_append_printf (out, "|~ %.5s | %d.%02d | blue car, Mr Deno | behind the tank\n", date, (payments[i].minute + 40) / 60, (payments[i].minute + 40) % 60);
      for (guint i = 0; i < n; i++)
        g_string_append_printf (out, "|~ %.5s | %u.%02u | %s | %s\n", date, 20 + 2 * i + jal_dice_below (&dice, 2), jal_dice_below (&dice, 60),
                                cars[jal_dice_below (&dice, G_N_ELEMENTS (cars))], jal_dice_below (&dice, 2) ? "front" : "road side");
    }
  g_string_append (out, "@space 10\n@sign Hamadi Chelewo | signed for Cpl. Ndarwe | 9 May 2026\n");
  return g_string_free (out, FALSE);
}

char *
jal_ledger_text (const char *name)
{
  static const struct
  {
    const char *name;
    char *(*text) (void);
  } ledgers[] = { { "money", money }, { "chat", chat }, { "calls", calls }, { "bookings", bookings }, { "register", register_book }, { "notebook", notebook } };

  for (guint i = 0; i < G_N_ELEMENTS (ledgers); i++)
    if (strcmp (ledgers[i].name, name) == 0)
      return ledgers[i].text ();
  return NULL;
}
