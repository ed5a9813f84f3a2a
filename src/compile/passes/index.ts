// The pipeline: every pass in order. The graph is verified after each.

import { cancelLayoutTransposes } from "./cancel_layout_transposes.ts";
import { dropIdentities } from "./drop_identities.ts";
import { eliminateDead } from "./eliminate_dead.ts";
import { expandBatchNormalization } from "./expand_batch_normalization.ts";
import { foldConstants, foldIntegers } from "./fold_constants.ts";
import { foldScaleAndShift } from "./fold_scale_and_shift.ts";
import { fuseActivations } from "./fuse_activations.ts";
import { fusePads } from "./fuse_pads.ts";
import { fuseQuantization } from "./fuse_quantization.ts";
import { mergeReshapes } from "./merge_reshapes.ts";
import { mergeTransposes } from "./merge_transposes.ts";
import { nameActivations } from "./name_activations.ts";
import type { Pass } from "./pass.ts";

/**
 * From what a file says to what is computed. The graph after these is what the reference answers for: one that travels
 * between floats and bytes after every operator is computed on bytes, and may differ from the file's floats by a step.
 */
export const MEANING: readonly Pass[] = [
  foldIntegers,
  mergeTransposes, // between a layer and its normalisation, say; leaves identities for the next one
  dropIdentities,
  fuseQuantization,
];

export const PASSES: readonly Pass[] = [
  ...MEANING,
  cancelLayoutTransposes, // early, so that others find layers and activations side by side
  foldConstants,
  mergeTransposes, // leaves reshapes and identities for the next two
  mergeReshapes,
  dropIdentities,
  nameActivations, // before their sums and clamps go into layers
  expandBatchNormalization, // into the multiplications and additions that the next one folds
  foldScaleAndShift,
  fuseActivations,
  fusePads, // sees by fused activations which values a pooling window can meet
  eliminateDead,
];
