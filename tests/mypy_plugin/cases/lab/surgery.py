import equinox as eqx
import jax
from lab.model import Model

def scale(x: jax.Array, by: float, *, name: str = "") -> jax.Array:
    return x

def surgery(model: Model, x: jax.Array) -> Model:
    # N: Revealed type is "lab.model.Model"
    reveal_type(eqx.tree_at(lambda m: m.layers[-1].weight, model, x))
    # E: "Model" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m: m.wieght, model, x)
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.weight, m.layers[0].weight), model, (x,))
    # E: `m.size` is not part of the tree: `size` is a static field of `Model`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.size, model, 1)
    # E: Argument 1 to "scale" has incompatible type "str"; expected "Array"  [partial]
    eqx.Partial(scale, "x")
    return eqx.tree_at(lambda m: m.weight, model, replace_fn=lambda w: w)

def call(x: jax.Array) -> jax.Array:
    # E: Argument 1 to "scale" has incompatible type "str"; expected "float"  [arg-type]
    eqx.Partial(scale, x)("name")
    return eqx.Partial(scale, x, name="x")(2.0)
