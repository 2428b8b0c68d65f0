import { UserError } from '../errors';

/** A run cannot be gone on with, however often it is tried: it has to be started again. */
export class Unresumable extends UserError {}
