# expect: rewritten
import equinox as eqx


class Policy(eqx.Module):
    temperature: float


def anneal(policy: Policy, factor: float) -> Policy:
    object.__setattr__(policy, "temperature", policy.temperature * factor)
    return policy


policy = Policy(1.0)
policy = anneal(policy, 0.5)
policy = anneal(policy, 0.5)
result = policy
