# expect: nothing found
import dataclasses
import jax


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Profiles:
    by_name: dict[str, float] = dataclasses.field(default_factory=dict)


profiles = Profiles()
profiles.by_name["a"] = 1.0
profiles.by_name.update({"b": 2.0})
result = profiles
