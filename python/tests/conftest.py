import pytest

pytest.register_assert_rewrite("vectors")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """Shows what a vector tries, where its test fails."""
    report = (yield).get_result()
    case = getattr(item, "callspec", None) and item.callspec.params.get("case")
    if report.failed and case:
        report.sections.append(("vector", f"{case['id']}: {case['comment']}"))
