import { describe, expect, it } from 'vitest'
import { placeOf, type SecretPrompt, wordsOf } from './secret-words.ts'

const prompt: SecretPrompt = {
  kind: 'secret',
  promptId: 'p',
  hostLabel: 'web-3',
  question: 'Password for deploy@web-3',
  attempt: 1,
  attempts: 3,
}

describe('a question for a secret', () => {
  it('names the key when it is a passphrase, and says that it stays here', () => {
    const words = wordsOf({ ...prompt, purpose: 'passphrase', keyPath: '/home/me/.ssh/id_ed25519' })
    expect(words.title).toBe('Unlock the key id_ed25519')
    expect(words.goes).toContain('no host is sent it')
  })

  it('names the host when it is a password, sudo’s, or a code', () => {
    expect(wordsOf({ ...prompt, purpose: 'password' }).title).toBe('Log in to web-3')
    expect(wordsOf({ ...prompt, purpose: 'password', hop: 'jump 1 of 2, a@b:22' }).title).toBe(
      'Log in on the way to web-3',
    )
    expect(wordsOf({ ...prompt, purpose: 'sudo' }).title).toBe('Become root on web-3')
    expect(wordsOf(prompt)).toMatchObject({ title: 'web-3 asks for more', action: 'Answer' })
  })

  it('says which hop it is once', () => {
    expect(placeOf('jump 1 of 2, deploy@bastion:22')).toBe('jump 1 of 2')
  })
})
