/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A pane beside a content, over it where room is scarce. */
#include "app/shell/jal-split.h"

struct _JalSplit
{
  AdwBin parent_instance;

  AdwFlap *flap;
  GtkWidget *clamp; /* around the pane */
};

G_DEFINE_FINAL_TYPE (JalSplit, jal_split, ADW_TYPE_BIN)

enum
{
  PROP_CONTENT = 1,
  PROP_PANE,
  PROP_PANE_WIDTH,
  PROP_AT_END,
  PROP_SHOW_PANE,
  PROP_FOLDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
shown_cb (JalSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_PANE]);
}

static void
folded_cb (JalSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
}

static void
jal_split_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  JalSplit *self = JAL_SPLIT (object);

  switch (id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_flap_get_content (self->flap));
      break;
    case PROP_PANE:
      g_value_set_object (value, adw_clamp_get_child (ADW_CLAMP (self->clamp)));
      break;
    case PROP_PANE_WIDTH:
      g_value_set_int (value, adw_clamp_get_maximum_size (ADW_CLAMP (self->clamp)));
      break;
    case PROP_AT_END:
      g_value_set_boolean (value, adw_flap_get_flap_position (self->flap) == GTK_PACK_END);
      break;
    case PROP_SHOW_PANE:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, adw_flap_get_folded (self->flap));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
jal_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  JalSplit *self = JAL_SPLIT (object);

  switch (id)
    {
    case PROP_CONTENT:
      adw_flap_set_content (self->flap, g_value_get_object (value));
      break;
    case PROP_PANE:
      adw_clamp_set_child (ADW_CLAMP (self->clamp), g_value_get_object (value));
      break;
    case PROP_PANE_WIDTH:
      adw_clamp_set_maximum_size (ADW_CLAMP (self->clamp), g_value_get_int (value));
      adw_clamp_set_tightening_threshold (ADW_CLAMP (self->clamp), g_value_get_int (value));
      break;
    case PROP_AT_END:
      adw_flap_set_flap_position (self->flap, g_value_get_boolean (value) ? GTK_PACK_END : GTK_PACK_START);
      break;
    case PROP_SHOW_PANE:
      jal_split_set_show_pane (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
jal_split_class_init (JalSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = jal_split_get_property;
  object_class->set_property = jal_split_set_property;
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_PANE] = g_param_spec_object ("pane", NULL, NULL, GTK_TYPE_WIDGET,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_PANE_WIDTH]
      = g_param_spec_int ("pane-width", NULL, NULL, 1, G_MAXINT, 300, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_AT_END] = g_param_spec_boolean ("at-end", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_SHOW_PANE] = g_param_spec_boolean ("show-pane", NULL, NULL, TRUE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
jal_split_init (JalSplit *self)
{
  /* Stiff enough to be there at the next frame: every width in between would lay pages and lists out anew. */
  g_autoptr (AdwSpringParams) at_once = adw_spring_params_new (1, 0.05, 20000);

  self->flap = ADW_FLAP (adw_flap_new ());
  self->clamp = adw_clamp_new ();
  gtk_widget_set_hexpand (self->clamp, FALSE);
  adw_flap_set_flap (self->flap, self->clamp);
  adw_flap_set_reveal_params (self->flap, at_once);
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  /* A pane that swipes away under a finger takes text selection by mouse with it. */
  adw_flap_set_swipe_to_open (self->flap, FALSE);
  adw_flap_set_swipe_to_close (self->flap, FALSE);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->flap));
}

gboolean
jal_split_get_show_pane (JalSplit *self)
{
  g_return_val_if_fail (JAL_IS_SPLIT (self), FALSE);

  return adw_flap_get_reveal_flap (self->flap);
}

void
jal_split_set_show_pane (JalSplit *self, gboolean show)
{
  g_return_if_fail (JAL_IS_SPLIT (self));

  adw_flap_set_reveal_flap (self->flap, show);
}

gboolean
jal_split_get_folded (JalSplit *self)
{
  g_return_val_if_fail (JAL_IS_SPLIT (self), FALSE);

  return adw_flap_get_folded (self->flap);
}
