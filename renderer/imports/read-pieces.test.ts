import { describe, expect, it } from 'vitest'
import { isExpected } from '../../shared/errors/errors.ts'
import { readPieces } from './read-pieces.ts'

describe('a file that is dropped', () => {
  it('is read piece by piece to its end', async () => {
    const read = readPieces(new File(['hello world'], 'a.txt'))
    const pieces = [await read(5), await read(100), await read(100)]
    expect(pieces.map((piece) => new TextDecoder().decode(piece))).toEqual(['hello', ' world', ''])
  })

  it('says which file it was that could not be read', async () => {
    const file = new File(['x'], 'folder')
    file.slice = () => {
      throw new DOMException('A requested file or directory could not be found', 'NotFoundError')
    }
    await expect(readPieces(file)(10)).rejects.toSatisfy(
      (error) => isExpected(error) && error.code === 'import.not-read' && error.message.startsWith('folder '),
    )
  })
})
