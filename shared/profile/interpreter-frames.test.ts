import { describe, expect, it } from 'vitest'
import { findInterpreter } from './interpreter-frames.ts'

const found = (frames: readonly string[]) =>
  frames.map((frame) => {
    const [name = '', module = ''] = frame.split('@')
    return [frame, findInterpreter(name, module)]
  })
const all = (title: string | null, frames: readonly string[]) => {
  expect(found(frames)).toEqual(frames.map((frame) => [frame, title]))
}

describe("an interpreter's frames", () => {
  it('are its loop and how it calls, however a compiler split them', () => {
    all('CPython interpreter', [
      '_PyEval_EvalFrameDefault@/usr/bin/python3.11',
      '_PyEval_EvalFrameDefault.cold@',
      '_PyFunction_Vectorcall@libpython3.9.so.1.0',
      'PyObject_Vectorcall@',
      '_PyObject_MakeTpCall@',
      'method_vectorcall@/usr/bin/python3.11',
      'slot_tp_call.lto_priv.0@/usr/bin/python3.11',
      'Py_BytesMain@',
      'pymain_run_python.constprop.0@',
      'py_trampoline_evaluator@/usr/bin/python3.12',
    ])
    all('V8 interpreter', [
      'Builtins_InterpreterEntryTrampoline@/usr/bin/node',
      'Builtins_JSEntry@/usr/bin/node',
      'Builtins_CallFunction_ReceiverIsAny@',
      'v8::internal::(anonymous namespace)::Invoke@/usr/bin/node',
      'v8::internal::Execution::Call@',
      'v8::Function::Call@',
    ])
    all('JVM interpreter', [
      'Interpreter@/tmp/perf-12.map',
      'StubRoutines (1)@/tmp/perf-12.map',
      'call_stub@',
      'JavaCalls::call_helper@libjvm.so',
    ])
    all('Ruby interpreter', [
      'vm_exec_core@',
      'rb_vm_exec@',
      'vm_call_cfunc_with_frame@',
      'rb_yield_values@',
      'ruby_run_node@',
    ])
    all('Perl interpreter', ['Perl_runops_standard@', 'Perl_pp_entersub@', 'perl_run@/usr/bin/perl'])
    all('PHP interpreter', [
      'execute_ex@',
      'zend_execute_scripts@',
      'ZEND_DO_FCALL_SPEC_RETVAL_UNUSED_HANDLER@',
    ])
    all('Lua interpreter', ['luaV_execute@', 'luaD_callnoyield@', 'lua_pcallk@', 'f_call@liblua5.4.so.0'])
  })

  it('without a symbol are those in its own binary', () => {
    all('CPython interpreter', ['[unknown]@/usr/bin/python3.11', '[unknown]@libpython3.11.so.1.0'])
    all(null, ['[unknown]@_sqlite3.cpython-311-x86_64-linux-gnu.so', '[unknown]@/usr/bin/node', '[unknown]@'])
  })

  it("are neither a script's nor what the script has it do", () => {
    all(null, [
      'py::work:/opt/app/main.py@/tmp/perf-9.map',
      'PyLong_Add@/usr/bin/python3.11',
      'list_sort@/usr/bin/python3.11',
      'JS:~run /opt/app/main.js:1:1@/tmp/perf-9.map',
      'Builtins_StringPrototypeReplace@/usr/bin/node',
      'InterpreterRuntime::resolve_invoke@libjvm.so',
      'Interpreter@/opt/app/bin',
      'call_function@/opt/app/bin',
      'vm_mmap_pgoff@[kernel.kallsyms]',
    ])
  })
})
