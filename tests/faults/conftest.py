"""What is asserted in `tests.faults.life` is shown when it fails."""

import pytest

pytest.register_assert_rewrite("tests.faults.life")
