import { policies, type PolicyName } from '../../src/engine/eviction/policies.js';
import { evictionPolicyContract, type EvictionPolicyDeviations } from './eviction-policy.contract.js';

/** What a named policy does not keep of the contract, with the reason. */
const deviations: Partial<Record<PolicyName, EvictionPolicyDeviations>> = {};

for (const name of Object.keys(policies) as PolicyName[]) {
  evictionPolicyContract(name, policies[name], deviations[name]);
}
