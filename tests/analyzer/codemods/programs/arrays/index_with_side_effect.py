# expect: rewritten
import jax.numpy as jnp
from tests.analyzer.codemods.tracing import trace

x = jnp.arange(4.0)
x[trace("index", 2)] += trace("value", 10.0)
result = x
