import { describe, expect, it } from 'vitest'
import { stripTemplates } from './strip-templates.ts'

const stripped = (names: Readonly<Record<string, string>>) =>
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, stripTemplates(name)]))).toEqual(names)

describe('a name without template arguments', () => {
  it('of C++ keeps what is no argument', () => {
    stripped({
      'std::vector<int, std::allocator<int> >::push_back': 'std::vector::push_back',
      'std::function<void (int)>::operator()': 'std::function::operator()',
      'void std::sort<int*, std::less<int>>(int*, int*)': 'void std::sort(int*, int*)',
      'std::enable_if<(sizeof(int) > 4), int>::type': 'std::enable_if::type',
      'Shift<(1 << 3), 2>::f': 'Shift::f',
      'Arrow<decltype(a->b)>::f': 'Arrow::f',
      '(anonymous namespace)::inner::Cache<std::basic_string<char, std::char_traits<char> >, long>::operator()':
        '(anonymous namespace)::inner::Cache::operator()',
      'std::_Function_handler<long (long const&, int), Engine::run(int)::{lambda(long const&, int)#1}>::_M_invoke':
        'std::_Function_handler::_M_invoke',
      'Heap::Collect(std::vector<int>)::{lambda()#2}::operator()':
        'Heap::Collect(std::vector)::{lambda()#2}::operator()',
      'main::{lambda(std::pair<int, int>)#1}::operator()<char>': 'main::{lambda(std::pair)#1}::operator()',
      'main()::<lambda(int)>::operator()': 'main()::<lambda(int)>::operator()',
      'x::<unnamed>::f': 'x::<unnamed>::f',
      'sort<int> [clone .isra.0]': 'sort [clone .isra.0]',
    })
  })

  it('keeps the signs of operators', () => {
    stripped({
      'Engine::operator<<': 'Engine::operator<<',
      'std::operator<< <std::char_traits<char> >': 'std::operator<<',
      'std::operator<<<std::char_traits<char>>': 'std::operator<<',
      'operator<': 'operator<',
      'Key::operator< <int>': 'Key::operator<',
      'Key::operator<<int>': 'Key::operator<',
      'Key::operator<=><int>': 'Key::operator<=>',
      'Key<int>::operator>>=': 'Key::operator>>=',
      'Ptr<int>::operator->': 'Ptr::operator->',
      'Ptr<int>::operator->*': 'Ptr::operator->*',
      'Ptr<int>::operator[]': 'Ptr::operator[]',
      'operator new[]': 'operator new[]',
      'std::operator-<int>': 'std::operator-',
      'std::operator==<char, std::allocator<char> >': 'std::operator==',
      'Any<int>::operator std::vector<int>': 'Any::operator std::vector',
      'Foo<&Bar::operator< >::f': 'Foo::f',
      'operators<int>::f': 'operators::f',
    })
  })

  it('of Rust and Go loses generics, and keeps which implementation it is', () => {
    stripped({
      '<alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop':
        '<alloc::vec::Vec as core::ops::drop::Drop>::drop',
      '<core::iter::Map<I, F> as Iterator>::fold::<u32, {closure#0}>': '<core::iter::Map as Iterator>::fold',
      'core::ptr::drop_in_place<alloc::vec::Vec<u8>>': 'core::ptr::drop_in_place',
      'alloc::slice::<impl [T]>::sort_by': 'alloc::slice::<impl [T]>::sort_by',
      'core::iter::Iterator::sum::<u8>': 'core::iter::Iterator::sum',
      '<[u8]>::len': '<[u8]>::len',
      'main.Map[go.shape.int,go.shape.string]': 'main.Map',
      'main.(*List[...]).Push': 'main.(*List).Push',
      'slices.SortFunc[go.shape.[]int,go.shape.int]': 'slices.SortFunc',
    })
  })

  it('stays as it is where brackets are no templates or do not match', () => {
    const names = [
      'py::<module>:/opt/app/main.py',
      '<module> (busy.py:9)',
      'outer.<locals>.<lambda>',
      'std::vector<int, std::allocator<',
      'a>b',
      'f(a<b)',
      'do_syscall_64_[k]',
      '[unknown]',
      '[libc.so.6]',
      '',
    ]
    stripped(Object.fromEntries(names.map((name) => [name, name])))
  })

  it('is found in time linear in its length, however deep its brackets', () => {
    const deep = 100_000
    expect(stripTemplates(`f${'<a'.repeat(deep)}${'>'.repeat(deep)}`)).toBe('f')
    expect(stripTemplates(`f<${'('.repeat(deep)}${')'.repeat(deep)}>`)).toBe('f')
    const broken = `f${'<'.repeat(deep)}${')'.repeat(deep)}`
    expect(stripTemplates(broken)).toBe(broken)
  })
})
