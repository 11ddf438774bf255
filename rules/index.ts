import { ruleSet } from "../src/rules/registry.js";
import { assertNotHeld } from "./assert-not-held/rule.js";
import { conditionAlwaysTrue } from "./condition-always-true/rule.js";
import { countAsErrorCode } from "./count-as-error-code/rule.js";
import { cpuhpDynamicAsError } from "./cpuhp-dynamic-as-error/rule.js";
import { cpuhpDynamicNotKept } from "./cpuhp-dynamic-not-kept/rule.js";
import { cpuhpFailedAddLeak } from "./cpuhp-failed-add-leak/rule.js";
import { cpuhpFreedBeforeRemove } from "./cpuhp-freed-before-remove/rule.js";
import { cpuhpLeftBehind } from "./cpuhp-left-behind/rule.js";
import { cpuhpLockVariant } from "./cpuhp-lock-variant/rule.js";
import { cpuhpNeverRemoved } from "./cpuhp-never-removed/rule.js";
import { cpuhpRemoveNotAdded } from "./cpuhp-remove-not-added/rule.js";
import { cpuhpRemovedInUse } from "./cpuhp-removed-in-use/rule.js";
import { cpuhpResultIgnored } from "./cpuhp-result-ignored/rule.js";
import { divideByZero } from "./divide-by-zero/rule.js";
import { doubleFree } from "./double-free/rule.js";
import { doubleLock } from "./double-lock/rule.js";
import { droppedAccessMarking } from "./dropped-access-marking/rule.js";
import { droppedErrorReturn } from "./dropped-error-return/rule.js";
import { droppedLockAroundStore } from "./dropped-lock-around-store/rule.js";
import { droppedZeroCheck } from "./dropped-zero-check/rule.js";
import { errPtrOfZero } from "./err-ptr-of-zero/rule.js";
import { errnoInUnsigned } from "./errno-in-unsigned/rule.js";
import { errorPointerFreed } from "./error-pointer-freed/rule.js";
import { errorPointerKept } from "./error-pointer-kept/rule.js";
import { failedPointerUsed } from "./failed-pointer-used/rule.js";
import { freedFieldKept } from "./freed-field-kept/rule.js";
import { ignoredNewError } from "./ignored-new-error/rule.js";
import { shippedKnowledge } from "./knowledge/index.js";
import { leakedInNewCode } from "./leaked-in-new-code/rule.js";
import { leakedLocal } from "./leaked-local/rule.js";
import { leakedOnFailure } from "./leaked-on-failure/rule.js";
import { lockBeforeCheck } from "./lock-before-check/rule.js";
import { lockOnStack } from "./lock-on-stack/rule.js";
import { lockVariant } from "./lock-variant/rule.js";
import { missingConfigStub } from "./missing-config-stub/rule.js";
import { missingErrorCode } from "./missing-error-code/rule.js";
import { needlessErrorCheck } from "./needless-error-check/rule.js";
import { plainAccessToMarkedField } from "./plain-access-to-marked-field/rule.js";
import { positiveErrno } from "./positive-errno/rule.js";
import { ptrErrOfNull } from "./ptr-err-of-null/rule.js";
import { rereadAfterReadOnce } from "./reread-after-read-once/rule.js";
import { returnTypeMismatch } from "./return-type-mismatch/rule.js";
import { skbFreeIrqsOff } from "./skb-free-irqs-off/rule.js";
import { skippedCleanup } from "./skipped-cleanup/rule.js";
import { sleepInAtomic } from "./sleep-in-atomic/rule.js";
import { staleLockAssertion } from "./stale-lock-assertion/rule.js";
import { syncCancelDeadlock } from "./sync-cancel-deadlock/rule.js";
import { truncatedDivisor } from "./truncated-divisor/rule.js";
import { unbalancedLock } from "./unbalanced-lock/rule.js";
import { uncheckedDivisor } from "./unchecked-divisor/rule.js";
import { uncheckedResult } from "./unchecked-result/rule.js";
import { unguardedDivisor } from "./unguarded-divisor/rule.js";
import { unlockNotHeld } from "./unlock-not-held/rule.js";
import { untestedNewFailure } from "./untested-new-failure/rule.js";
import { useAfterFree } from "./use-after-free/rule.js";
import { useAfterPut } from "./use-after-put/rule.js";
import { wrongErrorCheck } from "./wrong-error-check/rule.js";
import { wrongErrorVariable } from "./wrong-error-variable/rule.js";
import { wrongResultCheck } from "./wrong-result-check/rule.js";
import { zeroCheckTooLate } from "./zero-check-too-late/rule.js";

/** All rules that lorelint ships, in the order of the documentation. */
export const shippedRules = ruleSet(
	[
		unbalancedLock,
		doubleLock,
		unlockNotHeld,
		assertNotHeld,
		staleLockAssertion,
		lockVariant,
		lockBeforeCheck,
		lockOnStack,
		skbFreeIrqsOff,
		sleepInAtomic,
		syncCancelDeadlock,
		wrongErrorCheck,
		ptrErrOfNull,
		wrongErrorVariable,
		failedPointerUsed,
		uncheckedResult,
		untestedNewFailure,
		ignoredNewError,
		needlessErrorCheck,
		errPtrOfZero,
		errorPointerKept,
		errorPointerFreed,
		returnTypeMismatch,
		conditionAlwaysTrue,
		positiveErrno,
		errnoInUnsigned,
		droppedErrorReturn,
		missingErrorCode,
		leakedOnFailure,
		leakedLocal,
		leakedInNewCode,
		skippedCleanup,
		divideByZero,
		unguardedDivisor,
		droppedZeroCheck,
		truncatedDivisor,
		zeroCheckTooLate,
		uncheckedDivisor,
		droppedAccessMarking,
		droppedLockAroundStore,
		plainAccessToMarkedField,
		rereadAfterReadOnce,
		cpuhpRemoveNotAdded,
		cpuhpFailedAddLeak,
		cpuhpLeftBehind,
		cpuhpNeverRemoved,
		cpuhpRemovedInUse,
		cpuhpDynamicAsError,
		cpuhpDynamicNotKept,
		cpuhpResultIgnored,
		cpuhpFreedBeforeRemove,
		cpuhpLockVariant,
		wrongResultCheck,
		countAsErrorCode,
		missingConfigStub,
		useAfterFree,
		doubleFree,
		freedFieldKept,
		useAfterPut,
	],
	shippedKnowledge(),
);
