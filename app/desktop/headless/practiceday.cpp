#include "app/desktop/headless/practiceday.h"

#include "app/session/sessionoutcome.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include <chrono>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::chrono::milliseconds kLookEvery{50};

/// Runs a session to its end or to the interrupt; false when an engine's thread was left behind.
bool play(session::Session& running, const PracticeDayRequest& request)
{
    QEventLoop loop;
    bool clean = true;
    QObject::connect(&running, &session::Session::finished, &loop, [&](bool joined) {
        clean = joined;
        loop.quit();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &running, [&] {
        if (request.interrupted != nullptr && request.interrupted->load()) {
            running.stop();
        }
        const auto latest = running.latest();
        if (latest != nullptr && !latest->warmingUp && request.progress) {
            request.progress(*latest);
        }
    });
    look.start(kLookEvery);
    running.start();
    loop.exec();
    return clean;
}

/// Whoever reads a journal leaves an empty write-ahead log and its index beside it.
void removeReadersTraces(const QString& journal)
{
    const QString log = journal + u"-wal"_s;
    if (QFileInfo{log}.size() == 0) {
        QFile::remove(log);
        QFile::remove(journal + u"-shm"_s);
    }
}

} // namespace

core::Result<PracticeDay, QString> runPracticeDay(const PracticeDayRequest& request)
{
    auto setup = session::practiceSession(request.practice);
    if (!setup) {
        return core::Failure{QString::fromStdString(setup.error())};
    }
    const core::CoreSetup kept = setup->core;
    if (const auto account = session::keepIn(*request.folder, QStringLiteral(WICK_VERSION),
                                             session::AccountChoice::New, *setup);
        !account)
    {
        return core::Failure{QString::fromStdString(account.error())};
    }
    setup->makeKeeper = {}; // a day of its own: the account ends with it
    // It is over in seconds and ends by an interrupt: nobody asks it, and the path of a socket has
    // less room than the folder of a report may need.
    setup->controlSocket.clear();
    PracticeDay day;
    QElapsedTimer clock;
    clock.start();
    {
        session::Session running{std::move(*setup)};
        const bool clean = play(running, request);
        day.end = running.latest();
        if (!clean) {
            return core::Failure{u"an engine's thread did not end and was left behind"_s};
        }
    }
    day.seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    day.interrupted = request.interrupted != nullptr && request.interrupted->load();
    if (!day.end->journal.problem.empty()) {
        return core::Failure{QString{u"the journal could not be written: "_s
                                     + QString::fromStdString(day.end->journal.problem)}};
    }
    core::RunStatistics statistics{kept.instruments, kept.engines.size(), kept.fill.kind};
    session::ReplayRequest again;
    again.journal = request.folder->journal();
    again.listener = &statistics;
    auto replayed = session::replay(again);
    if (!replayed) {
        return core::Failure{QString::fromStdString(replayed.error())};
    }
    removeReadersTraces(request.folder->journal());
    day.replay = std::move(*replayed);
    day.outcome = session::outcomeOf(kept, *day.end, statistics);
    return day;
}

} // namespace wick::desktop
