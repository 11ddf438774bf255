/** A map whose copies share its entries until one of them changes: most never do. */
export class SharedMap<K, V> implements Iterable<readonly [K, V]> {
	private isShared = false;

	constructor(private entries: Map<K, V> = new Map()) {}

	copy(): SharedMap<K, V> {
		const copy = new SharedMap(this.entries);
		this.isShared = true;
		copy.isShared = true;
		return copy;
	}

	/** As it is now; later changes may or may not show. */
	get view(): ReadonlyMap<K, V> {
		return this.entries;
	}

	/** Whether both are known to hold the same, without a look at it. */
	sharesWith(other: SharedMap<K, V>): boolean {
		return this.entries === other.entries;
	}

	get size(): number {
		return this.entries.size;
	}

	get(key: K): V | undefined {
		return this.entries.get(key);
	}

	has(key: K): boolean {
		return this.entries.has(key);
	}

	keys(): IterableIterator<K> {
		return this.entries.keys();
	}

	values(): IterableIterator<V> {
		return this.entries.values();
	}

	/** What is changed meanwhile may or may not be met. */
	[Symbol.iterator](): IterableIterator<[K, V]> {
		return this.entries.entries();
	}

	set(key: K, value: V): void {
		this.own().set(key, value);
	}

	delete(key: K): boolean {
		return this.entries.has(key) && this.own().delete(key);
	}

	clear(): void {
		this.entries = new Map();
		this.isShared = false;
	}

	private own(): Map<K, V> {
		if (this.isShared) {
			this.entries = new Map(this.entries);
			this.isShared = false;
		}
		return this.entries;
	}
}
