import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { copyText } from './copy-text.ts'

const SAID_MS = 1500

/** Copies a text and says that it did. Without `label` it is an icon with the tooltip 'Copy'. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async () => setSaid((await copyText(text)) ? 'copied' : 'refused')
  const icon = said === 'copied' ? Check : Copy
  const word =
    said === 'copied' ? 'Copied' : said === 'refused' ? 'The browser refused: select and copy' : null
  return label === undefined ? (
    <IconButton icon={icon} label={word ?? 'Copy'} small onClick={copy} />
  ) : (
    <Button icon={icon} look="quiet" onClick={copy}>
      {word ?? label}
    </Button>
  )
}
