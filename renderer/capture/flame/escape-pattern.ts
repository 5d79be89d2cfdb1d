/** A name as a pattern that finds just it. */
export const escapePattern = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
