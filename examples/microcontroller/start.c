/* What a Cortex-M needs before main on the emulated MPS2 boards: vectors, the floating-point unit, .data and .bss. Output and
 * exit go through semihosting (link with --specs=rdimon.specs). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern uint32_t stack_top, data_load, data_start, data_end, bss_start, bss_end;
extern void initialise_monitor_handles(void);
int main(void);

void reset(void) {
  *(volatile uint32_t *)0xe000ed88 |= 0xf << 20; /* CPACR: full access to the FPU */
  __asm volatile("dsb\n isb");
  memcpy(&data_start, &data_load, (size_t)((char *)&data_end - (char *)&data_start));
  memset(&bss_start, 0, (size_t)((char *)&bss_end - (char *)&bss_start));
  initialise_monitor_handles();
  exit(main());
}

static void fault(void) {
  for (;;) {
    __asm volatile("bkpt 0");
  }
}

void _init(void) {}
void _fini(void) {}

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[16] = {
    (uintptr_t)&stack_top, (uintptr_t)reset, (uintptr_t)fault, (uintptr_t)fault,
    (uintptr_t)fault,      (uintptr_t)fault, (uintptr_t)fault,
};
