/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/bundle/jal-bundle-change.h"

#include "bundle/jal-bundle.h"

JalBundleChange *
jal_bundle_change_new (JalStore *store, JalId bundle, JalBundleChangeKind kind)
{
  JalBundleChange *change = g_new0 (JalBundleChange, 1);

  change->kind = kind;
  change->store = g_object_ref (store);
  change->bundle = bundle;
  return change;
}

void
jal_bundle_change_free (gpointer data)
{
  JalBundleChange *change = data;

  g_object_unref (change->store);
  g_free (change->text);
  g_free (change->copies);
  g_free (change);
}

gpointer
jal_bundle_change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalBundleChange *c = data;

  switch (c->kind)
    {
    case JAL_BUNDLE_ADD_SECTION:
      jal_bundle_add_section (c->store, c->bundle, c->text, c->copies, NULL, error);
      break;
    case JAL_BUNDLE_RENAME_SECTION:
      jal_bundle_update_section (c->store, c->section, c->text, NULL, error);
      break;
    case JAL_BUNDLE_SET_COPIES:
      jal_bundle_update_section (c->store, c->section, NULL, c->copies, error);
      break;
    case JAL_BUNDLE_MOVE_SECTION:
      jal_bundle_move_section (c->store, c->section, c->after, error);
      break;
    case JAL_BUNDLE_REMOVE_SECTION:
      jal_bundle_remove_section (c->store, c->section, error);
      break;
    case JAL_BUNDLE_ADD_ITEM:
      jal_bundle_add_item (c->store, c->section, c->document, c->after, NULL, error);
      break;
    case JAL_BUNDLE_MOVE_ITEM:
      jal_bundle_move_item (c->store, c->item, c->section, c->after, error);
      break;
    case JAL_BUNDLE_SET_RANGE:
      jal_bundle_set_item_range (c->store, c->item, c->first, c->count, error);
      break;
    case JAL_BUNDLE_REMOVE_ITEM:
      jal_bundle_remove_item (c->store, c->item, error);
      break;
    case JAL_BUNDLE_PLACE_NEW:
      jal_bundle_place_new (c->store, c->bundle, NULL, error);
      break;
    case JAL_BUNDLE_SET_LANGUAGE:
      jal_bundle_set_language (c->store, c->bundle, c->text, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return NULL;
}
