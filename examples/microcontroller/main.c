/* Runs the exported model on its golden case and compares: the proof that a board, a compiler and the model agree. */
#include "model.h"
#include "model_golden.h"

#include <stdio.h>
#include <string.h>

int main(void) {
  memcpy(model_input(), model_golden_input, sizeof model_golden_input);
  model_run();
  const int8_t *scores = (const int8_t *)model_output();
  int best = 0;
  for (int i = 1; i < MODEL_OUTPUT_ELEMENTS; i++) {
    if (scores[i] > scores[best]) best = i;
  }
  printf("class %d\n", best);
  if (memcmp(model_output(), model_golden_output, sizeof model_golden_output) != 0) {
    printf("WRONG: these are not the golden bits\n");
    return 1;
  }
  printf("ok: the golden bits\n");
  return 0;
}
