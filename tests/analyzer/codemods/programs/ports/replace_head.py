# expect: rewritten
import equinox as eqx
import jax


def fine_tune(backbone: eqx.nn.MLP, classes: int, key: jax.Array) -> eqx.nn.MLP:
    backbone.layers = backbone.layers[:-1] + (eqx.nn.Linear(3, classes, key=key),)
    return backbone


pretrained = eqx.nn.MLP(2, 2, width_size=3, depth=1, key=jax.random.key(0))
tuned = fine_tune(pretrained, 5, jax.random.key(1))
result = [layer.weight for layer in tuned.layers]
