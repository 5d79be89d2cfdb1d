/** A transform of stacks in words: the same on its chip, in a menu and in a report. */
import type { FrameMatch, Transform } from '../contract/transforms.ts'

export interface TransformWords {
  /** what is done: 'hide module' */
  readonly verb: string
  /** to what: 'libc.so.6' */
  readonly object: string
  /** the object is a name of the code's own */
  readonly isCode: boolean
  /** what that does to the numbers, with all names whole */
  readonly meaning: string
}

/** Of all transforms. */
export function describeTransform(transform: Transform): TransformWords {
  switch (transform.type) {
    case 'collapse-recursion':
      return plain('collapse', 'recursion', 'A function that calls itself directly stands once.')
    case 'drop-kernel':
      return plain('drop', 'kernel', 'Frames of the kernel are gone; their time is that of who called it.')
    case 'strip-templates':
      return plain('strip', 'templates', 'Functions that differ by template arguments only are one.')
    case 'fold-interpreters':
      return plain('fold', 'interpreters', 'Each run of an interpreter’s own frames is one frame.')
    case 'hide':
      return onFrames(
        'hide',
        transform.match,
        (frames) => `${frames} are gone; their time is their caller’s.`,
      )
    case 'focus':
      return onFrames(
        'focus on',
        transform.match,
        (frames) => `Stacks begin at the outermost of ${frames}; stacks without are left out.`,
      )
    case 'merge':
      return onFrames(
        'merge',
        transform.match,
        (frames) => `Each run of ${frames} is one frame: ${transform.name}.`,
      )
  }
}

const plain = (verb: string, object: string, meaning: string): TransformWords => ({
  verb,
  object,
  isCode: false,
  meaning,
})

function onFrames(verb: string, match: FrameMatch, mean: (frames: string) => string): TransformWords {
  switch (match.by) {
    case 'function': {
      const { name, module } = match.function
      const meaning = capital(mean(`the frames of ${name}${module === '' ? '' : ` (${module})`}`))
      return { verb, object: name, isCode: true, meaning }
    }
    case 'module':
      return {
        verb: `${verb} module`,
        object: lastName(match.module),
        isCode: true,
        meaning: capital(mean(`the frames of module ${match.module}`)),
      }
    case 'pattern':
      return {
        verb: `${verb} matching`,
        object: match.pattern,
        isCode: true,
        meaning: capital(mean(`the frames whose name or module matches ${match.pattern}`)),
      }
  }
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** '/usr/lib/libc.so.6' is libc.so.6 to people. */
export const lastName = (module: string): string => /[^/]+$/.exec(module)?.[0] ?? module
