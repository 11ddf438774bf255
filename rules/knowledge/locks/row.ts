/** What one kind of lock is called, taken and released by: both halves of a pair in one row. */
export interface LockRow {
	/** What the object is, for messages. */
	readonly kind: string;
	/**
	 * Which lock it is: the index of the argument that points to it (or, with `member`, to what it lies
	 * in), or the name of the lock there is only one of.
	 */
	readonly object: number | string;
	/**
	 * The lock as a member of what the argument points to: `i_rwsem` for `inode_lock(inode)`, which then
	 * is the same lock as `down_write(&inode->i_rwsem)`; `sighand->siglock` goes through a pointer.
	 */
	readonly member?: string;
	/** Functions that take it, whatever they return. */
	readonly acquire: readonly string[];
	/** What these return is always 0, so that whoever asks gets on. */
	readonly returnsZero?: boolean;
	/** Those that may fail, and what they return when they have got the lock. */
	readonly attempt?: {
		/** Return non-zero (true, a valid pointer) when they got it, zero (false, NULL) otherwise. */
		readonly nonzeroIfHeld?: readonly string[];
		/** Return 0 when they got it, a negative error otherwise. */
		readonly zeroIfHeld?: readonly string[];
	};
	readonly release: readonly string[];
	/** May be held several times at once, by readers or by nesting. */
	readonly shared?: boolean;
	/**
	 * `sleeping`: its holder may sleep, and taking it may sleep (not by a try-function).
	 * `atomic`: its holder must not sleep; taking it never sleeps.
	 * `passive`: its holder may sleep, taking it never does.
	 */
	readonly section: "sleeping" | "atomic" | "passive";
	/**
	 * What taking it does to the interrupts of this CPU, and releasing it undoes. `save`: the argument
	 * behind the object (the only one where the lock is a singleton) is the variable that keeps the
	 * state of before. `off`: releasing it enables them whatever was before.
	 */
	readonly interrupts?: "save" | "off";
	/** Taking it also disables bottom halves, and releasing it enables them. */
	readonly bottomHalves?: boolean;
	/**
	 * Whoever takes it is not always who releases it, or the row stands for several objects: that it is
	 * left held or released twice tells nothing, unless a patch brought it about.
	 */
	readonly loose?: boolean;
	/** Any function given the object may release the lock on behalf of its holder: pages, buffers. */
	readonly handedOn?: boolean;
	/** Guard classes (linux/cleanup.h) that take and release it. */
	readonly guards?: readonly string[];
	/** Guard classes that may fail to take it. */
	readonly conditionalGuards?: readonly string[];
}
