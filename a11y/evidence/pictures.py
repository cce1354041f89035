"""Pictures kept of a page: which element is shown on which."""

from __future__ import annotations

from dataclasses import dataclass

from a11y.evidence import artifact
from a11y.model import Target

__all__ = ["Crop", "Crops"]


@dataclass(frozen=True, slots=True)
class Crop:
    """One element and the picture of it."""

    selector: str
    frame: tuple[str, ...]
    path: str
    """Relative to the site's folder."""


@artifact
@dataclass(frozen=True, slots=True)
class Crops:
    """Pictures of what failed or is in doubt on a page; of the same fault on pages of one template one is enough."""

    items: tuple[Crop, ...] = ()

    def of(self, target: Target) -> str | None:
        """Path of the picture of a target."""
        return next((c.path for c in self.items if c.selector == target.selector and c.frame == target.frame), None)
