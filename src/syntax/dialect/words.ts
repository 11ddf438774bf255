import * as T from "./tokens.js";

/**
 * Names the dialect pass must know, by the token kind they get. One row a kind; to teach the pass
 * a new attribute macro, add its name to the row it belongs to.
 */
const ROWS: readonly (readonly [kind: number, names: string])[] = [
	[T.IF, "if"],
	[T.ELSE, "else"],
	[T.LOOP, "for while switch"],
	[T.DO, "do"],
	[T.CASE, "case"],
	[T.DEFAULT, "default"],
	[T.RETURN, "return"],
	[T.GOTO, "goto"],
	[T.JUMP, "break continue"],
	[T.SIZEOF, "sizeof _Generic"],
	[T.ALIGNOF, "_Alignof __alignof__ __alignof alignof"],
	[T.OFFSETOF, "offsetof"],
	[T.ASM, "asm __asm__ __asm asm_inline"],
	[T.TYPEOF, "typeof __typeof__ __typeof typeof_unqual __typeof_unqual__"],
	[T.AGGREGATE, "struct union enum"],
	[T.TYPE, "void int char float double _Bool bool"],
	[T.SIZE, "unsigned signed long short"],
	[T.QUALIFIER, "const volatile restrict __restrict__ __volatile__ _Atomic"],
	[T.STORAGE, "static extern inline __inline __inline__ register _Noreturn _Thread_local __thread"],
	[T.TYPEDEF, "typedef"],
	[T.CLEANUP, "__free __cleanup"],
	[
		T.ANNOTATION,
		`__acquires __releases __must_hold __cond_acquires __acquires_shared __releases_shared
		__must_hold_shared __cond_acquires_shared __cond_releases`,
	],
	[
		T.ATTRIBUTE_CALL,
		`__attribute__ __attribute __alias __aligned __alloc_size __alloc_size__ __assume_aligned __bootdata
		__bootdata_preserved __compiletime_error __compiletime_warning __copy __counted_by __counted_by_be
		__counted_by_le __diagnose_as __guarded_by __pt_guarded_by __mode __noinstr_section __no_sanitize
		__pass_dynamic_object_size __pass_object_size __printf __realloc_size __scanf __section __section__
		__sized_by __target __target__ __flag_enum __format BTF_TYPE_TAG NV_ALIGN_BYTES RDMA_UAPI_PTR
		ACPI_PRINTF_LIKE _Alignas alignas`,
	],
	[
		T.ATTRIBUTE,
		`__const __const__ __volatile __restrict __signed__ __signed __init __exit __initdata __exitdata
		__initconst __initconst_or_module __initdata_or_module __init_or_module __init_or_fwtbl_lib
		__init_or_acpilib __initdata_or_acpilib __initdata_or_meminfo __init_memblock __initdata_memblock
		__init_thread_info __init_call __initmv __cpuinit __cpuinitdata __cpuinitconst __devinit
		__devinitdata __devinitconst __meminit __meminitdata __meminitconst __net_init __net_exit
		__net_initdata __net_initconst __ref __refdata __refconst __exitused __exit_call __user __kernel
		__iomem __percpu __rcu __force __nocast __safe __private __bitwise __bitwise__ __must_check
		__maybe_unused __always_unused __always_used __unused __used __unused__ __used__
		__inline_maybe_unused __always_inline __noinline __forceinline __gnu_inline __flatten noinline
		noinline_for_stack noinstr notrace noendbr nokprobe_inline asmlinkage __visible __weak __cold __hot
		__pure __attribute_const__ __deprecated __malloc __noreturn __noclone __nonstring __packed
		__packed2__ __naked __latent_entropy __kprobes __sched __lockfunc __cpuidle __irq_entry
		__softirq_entry __notrace_funcgraph __function_aligned __fix_address __mock __no_kasan_or_inline
		__no_kcsan __no_kcsan_or_inline __no_kmsan_checks __no_profile __no_randomize_layout
		__no_sanitize_address __no_sanitize_coverage __no_sanitize_memory __no_sanitize_or_inline
		__no_sanitize_thread __no_sanitize_undefined __no_stack_protector __no_caller_saved_registers
		__noscs __nocfi __nocf_check __noretpoline __noinitretpoline __noendbr __noipa __signed_wrap
		__preserve_most __preserve_all __disable_sanitizer_instrumentation __bpf_kfunc __read_mostly
		__ro_after_init __cacheline_aligned __cacheline_aligned_in_smp ____cacheline_aligned
		____cacheline_aligned_in_smp ____cacheline_internodealigned_in_smp __page_aligned_data
		__page_aligned_bss __aligned_largest __long_aligned __lock_aligned ____dma_from_device_aligned
		__nosavedata __data_racy __retain __uninitialized __designated_init __randomize_layout
		__bss_decrypted __xipram __head __async_inline __efiapi __tracepoint_string __amode31_ref
		__amode31_data __annotate_jump_table __arcfp_code __arcfp_data __tcmfunc __tcmlocalfunc __tcmdata
		__tcmconst __nolibc_entrypoint __nolibc_entrypoint_epilogue __overloadable __prel64_initconst
		__seg_gs __seg_fs __uml_setup_help __uml_postsetup_call __uml_init_setup __uml_exit_call
		__cpuidle_method_section __tcp_ao_key_align __ATM_API_ALIGN __list_valid_slowpath __ksym __kconfig
		__kptr __kptr_untrusted __percpu_kptr __arg_ctx __arg_nonnull __arg_nullable __arg_trusted
		__arg_arena __arena __hidden INDIRECT_CALLABLE_SCOPE TC_INDIRECT_SCOPE VISIBLE_IF_KUNIT
		VISIBLE_IF_IWLWIFI_KUNIT EARLYCON_USED_OR_UNUSED I915_SELFTEST_EXPORT CRYPTO_MINALIGN_ATTR
		CVMX_CACHE_LINE_ALIGNED PER_CPU_ATTRIBUTES ACPI_SYSTEM_XFACE ACPI_INTERNAL_VAR_XFACE MALLOC_VISIBLE
		ZSTDLIB_VISIBLE ZSTDLIB_HIDDEN ZSTDLIB_API ZSTDLIB_STATIC_API ZSTDERRORLIB_API FORCE_INLINE_ATTR
		FORCE_INLINE_TEMPLATE HINT_INLINE FORCE_NOINLINE MEM_STATIC UNUSED_ATTR BMI2_TARGET_ATTRIBUTE
		DONT_VECTORIZE FORCE_INLINE CGROUP_REF_FN_ATTRS EPOLL_PACKED BPMP_ABI_PACKED SA_ALIGNED LIBBPF_API
		LIBBPF_DEPRECATED STORAGE_CLASS_VMEM_C STORAGE_CLASS_TIMED_CTRL_C STORAGE_CLASS_TAG_C
		STORAGE_CLASS_STREAM2MMIO_C STORAGE_CLASS_SP_C STORAGE_CLASS_RMGR_C STORAGE_CLASS_RESOURCE_C
		STORAGE_CLASS_QUEUE_C STORAGE_CLASS_PIXELGEN_C STORAGE_CLASS_ISP_C STORAGE_CLASS_IRQ_C
		STORAGE_CLASS_INPUT_SYSTEM_C STORAGE_CLASS_INPUT_FORMATTER_C STORAGE_CLASS_HMEM_C
		STORAGE_CLASS_GP_TIMER_C STORAGE_CLASS_GP_DEVICE_C STORAGE_CLASS_GDC_C STORAGE_CLASS_FIFO_MONITOR_C
		STORAGE_CLASS_EVENT_C STORAGE_CLASS_DMA_C STORAGE_CLASS_DEBUG_C`,
	],
];

/** Slots of the hash table; a power of two, several times the number of words. */
const SLOTS = 4096;
const slotWord: (string | undefined)[] = new Array(SLOTS).fill(undefined);
const slotKind = new Uint8Array(SLOTS);
/** Whether a word of that length is known; spares most names the look into the table. */
const MAX_LENGTH = 63;

/** Next value of the running hash of a name, fed one character at a time from 0. */
export function hashStep(hash: number, char: number): number {
	return (Math.imul(hash, 31) + char) | 0;
}

/** Kind of the name that spans `start` to `end` and whose running hash is `hash`. */
export function wordKind(text: string, start: number, end: number, hash: number): number {
	const length = end - start;
	if (length > MAX_LENGTH) return T.IDENTIFIER;
	for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
		const word = slotWord[slot];
		if (word === undefined) return T.IDENTIFIER;
		if (word.length === length && text.startsWith(word, start)) return slotKind[slot]!;
	}
}

function enter(word: string, kind: number): void {
	let hash = 0;
	for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i));
	let slot = hash & (SLOTS - 1);
	while (slotWord[slot] !== undefined) {
		if (slotWord[slot] === word) throw new Error(`the word ${word} has two kinds`);
		slot = (slot + 1) & (SLOTS - 1);
	}
	slotWord[slot] = word;
	slotKind[slot] = kind;
}

for (const [kind, names] of ROWS) {
	for (const name of names.split(/\s+/)) enter(name, kind);
}
