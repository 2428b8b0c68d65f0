/** Leases on the folders of runs, as engine, host and command line take and read them. */
export { HeldLease, LeaseLost } from '../core/lease/heldLease';
export { lastRenewal, readLease, type Lease } from '../core/lease/lease';
export { isFresh, renewal } from '../core/lease/renewal';
