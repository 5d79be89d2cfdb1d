/** `partial`: of several hosts, some could and some could not. After sysexits.h (EX_SOFTWARE) and the shell's 128 + SIGINT. */
export const exitStatus = { done: 0, expected: 1, usage: 2, partial: 3, bug: 70, cancelled: 130 } as const
