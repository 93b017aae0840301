# expect: withheld (the tree would hold itself)
import equinox as eqx


class Node(eqx.Module):
    value: float
    parts: list[object]


node = Node(1.0, [])
node.parts.append(node)
result = node.parts[0] is node
