/** The colours of this theme as a picture keeps them. */
import type { Palette } from '../canvas/palette.ts'
import type { FlamePictureStyle } from './flame-picture.ts'

export const styleOfPicture = (palette: Palette): FlamePictureStyle => ({
  fill: {
    unknown: palette.token('--frame-unknown'),
    kernel: palette.token('--frame-kernel'),
    user: palette.token('--frame-user'),
    jit: palette.token('--frame-jit'),
    inlined: palette.token('--frame-inlined'),
    group: palette.token('--frame-group'),
    root: palette.token('--frame-group'),
    rest: palette.token('--frame-rest'),
  },
  label: palette.token('--frame-text'),
  text: palette.text,
  muted: palette.muted,
  background: palette.surface,
  match: palette.token('--match'),
})
