/** The k-th largest value (k from 1), in linear time on average: Hoare's selection. Reorders `values`. */
export function kthLargest(values: Float64Array, k: number): number {
  const wanted = k - 1
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!
    let left = low
    let right = high
    while (left <= right) {
      while (values[left]! > pivot) left++
      while (values[right]! < pivot) right--
      if (left > right) break
      const swap = values[left]!
      values[left++] = values[right]!
      values[right--] = swap
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else return values[wanted]!
  }
  return values[wanted]!
}
