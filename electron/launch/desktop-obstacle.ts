/** Why the desktop door cannot be opened here, before an Electron binary is looked for. */

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** null on Windows */
  readonly uid: number | null
}

/** A clause that can stand behind "because"; null when nothing is in the way. */
export const findDesktopObstacle = ({ platform, environment, uid }: Surroundings): string | null => {
  if (uid === 0) return 'you are root, and Electron would have to run without its sandbox'
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  }
  return null
}

export const observeSurroundings = (): Surroundings => ({
  platform: process.platform,
  environment: process.env,
  uid: process.getuid?.() ?? null,
})
