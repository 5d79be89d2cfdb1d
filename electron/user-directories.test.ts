import { describe, expect, it } from 'vitest'
import { findUserDirectories } from './user-directories.ts'

describe('the library and the settings of a person', () => {
  it('lie where XDG says on Linux', () => {
    expect(findUserDirectories('linux', {}, '/home/ada')).toEqual({
      libraryPath: '/home/ada/.local/share/smokejumper/library.db',
      configDirectory: '/home/ada/.config/smokejumper',
    })
    const environment = { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/etc/ada' }
    expect(findUserDirectories('linux', environment, '/home/ada')).toEqual({
      libraryPath: '/data/smokejumper/library.db',
      configDirectory: '/etc/ada/smokejumper',
    })
  })

  it('ignore an XDG path that is empty or relative', () => {
    const environment = { XDG_DATA_HOME: '', XDG_CONFIG_HOME: 'config' }
    expect(findUserDirectories('linux', environment, '/home/ada')).toEqual(
      findUserDirectories('linux', {}, '/home/ada'),
    )
  })

  it("lie in the system's own places on macOS and Windows", () => {
    expect(findUserDirectories('darwin', {}, '/Users/ada').libraryPath).toBe(
      '/Users/ada/Library/Application Support/Smokejumper/library.db',
    )
    expect(findUserDirectories('win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ada')).toEqual({
      libraryPath: 'D:\\Local\\Smokejumper\\library.db',
      configDirectory: 'C:\\Users\\ada\\AppData\\Roaming\\Smokejumper',
    })
  })
})
