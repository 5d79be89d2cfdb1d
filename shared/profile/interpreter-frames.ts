/**
 * The loops of interpreters and how they call: what stands between two frames of a script and says nothing about it.
 * What a script has the interpreter do (sort a list, add numbers) is no such frame.
 * Sources: CPython Python/ceval.c, Objects/call.c, Modules/main.c; V8 src/builtins, src/execution; HotSpot
 * javaCalls.cpp; Ruby vm_eval.c, vm_insnhelper.c; Perl run.c, perl.c; PHP Zend/zend_execute.c; Lua ldo.c, lvm.c.
 */

interface Interpreter {
  readonly title: string
  /** function names that are nobody else's */
  readonly names: RegExp
  /** names that others have too, and the modules in which they are the interpreter's */
  readonly common?: RegExp
  readonly modules?: RegExp
  /** its own program or library: what has no symbol there is its too, since nothing more is known of it */
  readonly binary?: RegExp
}

/** Compilers split functions: f.cold, f.constprop.0, f.part.1, f.llvm.123 */
const split = String.raw`(?:\.[\w.]+)?$`
/** the file's name without folder: python3.11, libruby-3.1.so.3.1 */
const binary = (name: string): RegExp => new RegExp(String.raw`(?:^|/)(?:lib)?${name}[\d.-]*(?:\.so[\d.]*)?$`)
const words = (text: string): RegExp => new RegExp(`^(?:${text.trim().split(/\s+/).join('|')})${split}`)

const interpreters: readonly Interpreter[] = [
  {
    title: 'CPython interpreter',
    names: words(String.raw`
      _?PyEval_Eval\w* _PyEval_Vector _PyEval_Fast\w* _?PyFunction_Vectorcall _PyFunction_Fast\w*
      _?PyObject_(?:Vectorcall|Call|Fast|MakeTpCall|FunctionCall)\w* _?PyVectorcall_\w*
      _Py(?:CFunction|MethodDef|MethodDescr)_\w*(?:Call|call)\w* _PyCFunctionFast_\w+ PyCFunction_Call _PyEvalFramePushAndInit\w*
      _?PyRun_\w+ Py_(?:Run|Bytes)?Main pymain_\w+ pyrun_\w+ py_trampoline_evaluator _Py_trampoline_func_start
      _?PyImport_(?:Import|Exec)\w* import_find_and_load function_code_fastcall cfunction_vectorcall_\w+ method_vectorcall_\w+
    `),
    common: words(String.raw`
      type_call call_function do_call_core fast_function object_vacall builtin_exec builtin___build_class__ builtin_eval
      import_name cfunction_call\w* method_vectorcall method_call vectorcall_\w+ call_method\w* lookup_maybe_method
      slot_\w+ run_mod run_eval_code_obj partial_vectorcall property_descr_get wrap_call
    `),
    modules: /python/i,
    binary: binary('python'),
  },
  {
    title: 'V8 interpreter',
    names: words(String.raw`
      Builtins_(?:Interpreter|JSEntry|JSConstruct|JSRunMicrotasks|JSBuiltinsConstruct|Baseline)\w*
      Builtins_(?:Call|Construct)(?:Function|BoundFunction|With\w+|Varargs|Proxy)?(?:_\w+)? Builtins_ArgumentsAdaptorTrampoline
      Builtins_(?:FunctionPrototype(?:Call|Apply)|Reflect(?:Apply|Construct)|AdaptorWithBuiltinExitFrame\w*|CompileLazy\w*)
      (?:v8::)?Function::Call(?:\(.*)? (?:v8::)?Script::Run(?:\(.*)?
      v8::internal::Execution::\w+(?:\(.*)?
    `),
    common: /^v8::internal::\(anonymous namespace\)::Invoke(?:WithTryCatch)?\b/,
    modules: /(?:)/,
  },
  {
    title: 'JVM interpreter',
    names: /^(?:JavaCalls::\w+|InterpreterRuntime::frequency_counter_overflow\w*)\b/,
    common:
      /^(?:Interpreter|call_stub|StubRoutines \(\d+\)|(?:interpreter )?return entry points?|invoke return entry points)$/,
    // Of the map that an agent wrote, or of a format that knows no modules.
    modules: /^$|\.map$|^\[unknown\]$|^\/\/anon$|^\[JIT\]|jvm/,
  },
  {
    title: 'Ruby interpreter',
    names: words(String.raw`
      (?:rb_)?vm_(?:exec|call|sendish|yield|invoke)\w* invoke_(?:iseq_)?block\w* rb_yield\w* rb_funcall\w* rb_call0?
      rb_ec_(?:exec|error|start|teardown|cleanup)\w* ruby_(?:run_node|exec_node|exec_internal) rb_vm_(?:invoke|call)\w*
    `),
    binary: binary('ruby'),
  },
  {
    title: 'Perl interpreter',
    names: words(
      'Perl_runops_\\w+ Perl_pp_entersub Perl_call_(?:sv|method|pv|argv|list) perl_run S_run_body S_call_body',
    ),
  },
  {
    title: 'PHP interpreter',
    names: words(String.raw`
      execute_ex zend_execute\w* execute_internal zend_call_(?:function|known)\w* zend_do_fcall\w* php_execute_\w+
      ZEND_DO_(?:FCALL|UCALL|ICALL)\w*
    `),
    binary: binary('php(?:-cgi|-fpm)?'),
  },
  {
    title: 'Lua interpreter',
    names: words(
      'luaV_execute luaV_finishOp luaD_\\w*[cC]all\\w* luaD_rawrunprotected lua_p?callk? luaB_x?pcall',
    ),
    common: words('f_call f_Ccall ccall precallC docall dochunk pmain'),
    modules: /lua/i,
    binary: binary('lua'),
  },
]

/** None is longer, and a name that someone made up cannot keep the patterns busy. */
const LONGEST = 200

/**
 * What to call the interpreter whose loop or call this frame is, or whose binary it is in without a symbol; null for
 * any other.
 */
export function findInterpreter(name: string, module: string): string | null {
  if (name.length > LONGEST) return null
  const isUnresolved = name === '[unknown]'
  for (const { title, names, common, modules, binary } of interpreters) {
    if (isUnresolved ? binary?.test(module) : names.test(name)) return title
    if (common?.test(name) && modules?.test(module)) return title
  }
  return null
}
