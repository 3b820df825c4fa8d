// Flags live in the model room, below the store; this door keeps the stored format's name here.
export { BILLING_FLAGS, LINE_FLAG } from '../model/flags.ts';
