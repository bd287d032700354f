import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from dashboard.jobs import Job, StoppedError
from geodata.errors import SourceError


def finished(job: Job[str], queue: ThreadPoolExecutor) -> None:
    queue.shutdown(wait=True)
    assert job.is_done


def test_a_job_says_how_far_it_is_and_gives_its_result() -> None:
    queue, reached, go_on = ThreadPoolExecutor(1), threading.Event(), threading.Event()

    def work(job: Job[str]) -> str:
        job.step(0.5, "half way")
        reached.set()
        go_on.wait(10)
        return "done"

    job: Job[str] = Job()
    job.start(work, queue)
    assert reached.wait(10)
    assert (job.share, job.doing, job.is_done) == (0.5, "half way", False)
    go_on.set()
    finished(job, queue)
    assert job.result() == "done"


def test_a_stopped_job_ends_at_its_next_step_or_never_begins() -> None:
    queue, reached, go_on = ThreadPoolExecutor(1), threading.Event(), threading.Event()

    def work(job: Job[str]) -> str:
        reached.set()
        go_on.wait(10)
        job.step(0.9, "too far")
        return "done"

    running: Job[str] = Job()
    waiting: Job[str] = Job()
    running.start(work, queue)
    waiting.start(work, queue)
    assert reached.wait(10)
    waiting.stop()
    running.stop()
    go_on.set()
    finished(running, queue)
    with pytest.raises(StoppedError):
        running.result()
    with pytest.raises(CancelledError):
        waiting.result()


def test_what_goes_wrong_is_raised_where_the_result_is_asked_for() -> None:
    queue = ThreadPoolExecutor(1)

    def work(job: Job[str]) -> str:
        job.step(2, "beyond")
        raise SourceError("is damaged")

    job: Job[str] = Job()
    job.start(work, queue)
    finished(job, queue)
    assert job.share == 1.0
    with pytest.raises(SourceError, match="damaged"):
        job.result()
