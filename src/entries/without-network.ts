// The first thing that every entry loads: from then on nothing in its process reaches a network. Entries of
// features that need one, and were switched on, will not load it.
import { refuseNetwork } from '../shared/refuse-network.ts';

refuseNetwork();
