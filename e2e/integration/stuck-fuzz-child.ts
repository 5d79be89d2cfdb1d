/** Stands for the process that tries inputs: it hangs at the third, and dies of the fifth. */
process.on('message', ({ from, to }: { from: number; to: number }) => {
  for (let index = from; index < to; index++) {
    if (index === 2) for (;;);
    if (index === 4) process.exit(9)
    process.send?.({ index, format: 'any', outcome: 'accepted', ms: 1, memory: 1, problem: '' })
  }
})
process.send?.('ready')
