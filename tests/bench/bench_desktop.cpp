// bench_desktop [--quick]: the desktop beside a paper session that runs as fast as it can, on the
// offscreen platform: time to the first painted window, how long the GUI thread was busy with one
// event, resident memory.
#include "app/desktop/application.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QEventLoop>
#include <QFile>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string_view>
#include <vector>

using namespace wick;
using namespace wick::desktop;

namespace {

constexpr double kFrameMs = 16.0;
constexpr double kNoticedMs = 1.0;

double threadCpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Resident memory in MiB; 0 where the system does not tell.
double residentMiB()
{
    QFile file{QStringLiteral("/proc/self/statm")};
    if (!file.open(QIODevice::ReadOnly)) {
        return 0.0;
    }
    constexpr double kPageMiB = 4096.0 / (1024.0 * 1024.0);
    return file.readAll().split(' ').value(1).toDouble() * kPageMiB;
}

/// How long the thread was kept by one event: on the wall, and computing.
struct Stall
{
    double wallMs = 0.0;
    double cpuMs = 0.0;
};

/// Measures every event that the GUI thread's loop hands out.
class TimedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (QThread::currentThread() != thread() || m_depth > 0) {
            return QApplication::notify(receiver, event);
        }
        ++m_depth;
        const double cpu = threadCpuMs();
        QElapsedTimer wall;
        wall.start();
        const bool taken = QApplication::notify(receiver, event);
        const double took = static_cast<double>(wall.nsecsElapsed()) / 1e6;
        ++events;
        if (took >= kNoticedMs) {
            stalls.push_back({took, threadCpuMs() - cpu});
        }
        --m_depth;
        return taken;
    }

    std::vector<Stall> stalls;
    std::size_t events = 0;

private:
    int m_depth = 0;
};

/// Sees the first frame of a window.
class FirstPaint final : public QObject
{
public:
    explicit FirstPaint(const QElapsedTimer& since)
        : m_since(since)
    {}
    double ms = 0.0;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && ms <= 0.0) {
            // The paint event itself comes next; the turn after it everything is on the screen.
            QTimer::singleShot(0, this,
                               [this] { ms = static_cast<double>(m_since.nsecsElapsed()) / 1e6; });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    const QElapsedTimer& m_since;
};

void report(const char* what, const std::vector<Stall>& stalls, double Stall::*part)
{
    double longest = 0.0;
    std::size_t over = 0;
    for (const Stall& stall : stalls) {
        longest = std::max(longest, stall.*part);
        over += stall.*part > kFrameMs ? 1 : 0;
    }
    std::printf("gui thread, %s: longest event %.1f ms, %zu over %.0f ms\n", what, longest, over,
                kFrameMs);
}

void runFor(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int main(int argc, char* argv[])
{
    QElapsedTimer sinceMain;
    sinceMain.start();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    bool quick = false;
    for (int i = 1; i < argc; ++i) {
        quick = quick || std::string_view{argv[i]} == "--quick";
    }
    TimedApplication app{argc, argv};
    const double before = residentMiB();
    const QTemporaryDir data;
    auto folder = session::DataFolder::take(data.path());
    if (!folder) {
        std::fprintf(stderr, "bench_desktop: %s\n", folder.error().sentence.c_str());
        return 1;
    }
    auto desktop = std::make_unique<Application>(
        std::move(*folder), DesktopOptions{{}, 0, core::usdc(10'000), QSize{1920, 1080}, {}});
    FirstPaint painted{sinceMain};
    desktop->window().installEventFilter(&painted);
    desktop->start();
    runFor(1'500);
    if (!desktop->session().isRunning() || desktop->session().latest() == nullptr) {
        const auto* box = desktop->window().findChild<QMessageBox*>();
        std::fprintf(stderr, "bench_desktop: the session did not start: %s\n",
                     box == nullptr ? "" : qUtf8Printable(box->informativeText()));
        return 1;
    }
    std::printf("first painted window: %.0f ms after main\n", painted.ms);

    app.stalls.clear();
    app.events = 0;
    desktop->session().setSpeed(session::Speed::Max);
    const auto started = desktop->session().latest()->now;
    runFor(quick ? 6'000 : 60'000);
    const auto latest = desktop->session().latest();
    std::printf("session: %.1f market hours, %zu trades, %zu events of the GUI thread\n",
                static_cast<double>((latest->now - started).count()) / 3.6e12,
                latest->trades->size(), app.events);
    report("wall", app.stalls, &Stall::wallMs);
    report("cpu", app.stalls, &Stall::cpuMs);
    std::printf("resident: %.0f MiB, of which %.0f before the desktop was made\n", residentMiB(),
                before);
    QEventLoop ending;
    QObject::connect(&desktop->session(), &SessionController::finished, &ending, &QEventLoop::quit);
    desktop->session().stop();
    ending.exec();
    return 0;
}
