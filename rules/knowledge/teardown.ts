/**
 * Names of callbacks and functions that take something down. What they return nobody acts upon, and patches
 * make them return 0 on purpose.
 */
const TEARDOWN =
	/(^|_)(remove|removed|exit|shutdown|unbind|disconnect|release|close|stop|suspend|detach|unregister|destroy|cleanup|teardown|fini|deinit|uninit|free|disable)(_|$)/;

/** Whether a function of that name may well give up and return 0. */
export function mayGiveUp(name: string): boolean {
	return TEARDOWN.test(name);
}
