/** How a question for a secret is put: what it is, where it goes, and what the answer does. */
import type { Prompt } from '../../shared/contract/contract.ts'

export type SecretPrompt = Extract<Prompt, { kind: 'secret' }>

export interface SecretWords {
  readonly title: string
  /** where the answer goes, in a sentence */
  readonly goes: string
  /** of the button: a verb */
  readonly action: string
}

export const wordsOf = ({ purpose, hostLabel, hop, keyPath = '' }: SecretPrompt): SecretWords => {
  if (purpose === 'passphrase')
    return {
      title: `Unlock the key ${keyPath.split('/').at(-1)}`,
      goes: 'The passphrase opens the key file on this machine. It stays here: no host is sent it.',
      action: 'Unlock',
    }
  if (purpose === 'sudo')
    return {
      title: `Become root on ${hostLabel}`,
      goes: 'The password goes to sudo on the host, through the connection and never as an argument.',
      action: 'Become root',
    }
  if (purpose === 'password')
    return {
      title: hop === undefined ? `Log in to ${hostLabel}` : `Log in on the way to ${hostLabel}`,
      goes: 'The password goes to the host that is named here, which has shown the key that it is known by.',
      action: 'Log in',
    }
  return {
    title: hop === undefined ? `${hostLabel} asks for more` : `A jump to ${hostLabel} asks for more`,
    goes: 'The answer goes to the host that is named here, this once. It is not kept.',
    action: 'Answer',
  }
}

/** 'jump 1 of 2, deploy@bastion:22' without the name, which is shown as the login. */
export const placeOf = (hop: string): string => hop.split(', ')[0] ?? hop
