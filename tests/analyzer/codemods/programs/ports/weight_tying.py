# expect: rewritten
import equinox as eqx
import jax


class LanguageModel(eqx.Module):
    embedding: eqx.nn.Embedding
    head: eqx.nn.Linear


def tie(key) -> LanguageModel:
    first, second = jax.random.split(key)
    model = LanguageModel(
        eqx.nn.Embedding(4, 2, key=first), eqx.nn.Linear(2, 4, use_bias=False, key=second)
    )
    model.head.weight = model.embedding.weight
    return model


tied = tie(jax.random.key(0))
result = tied.head.weight, tied.embedding.weight
