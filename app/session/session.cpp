#include "app/session/session.h"

#include "app/session/setupjson.h"
#include "core/io/stores/journaldatabase.h"

#include <QDateTime>
#include <QMetaObject>

#include <utility>

namespace wick::session {

namespace {

constexpr std::chrono::seconds kEndPatience{20};

} // namespace

Session::Session(WorkerSetup setup, QObject* parent)
    : QObject(parent)
    , m_thread(QStringLiteral("trading core"))
    , m_worker(m_thread.adopt(std::make_unique<TradingWorker>(std::move(setup), m_wall)))
{
    QObject::connect(m_worker, &TradingWorker::finished, this, &Session::finished);
}

Session::~Session()
{
    // Waits: a thread that is asked to quit drops what is still queued for it.
    QMetaObject::invokeMethod(m_worker, &TradingWorker::end, Qt::BlockingQueuedConnection);
    static_cast<void>(m_thread.stop(kEndPatience));
}

void Session::start()
{
    QMetaObject::invokeMethod(m_worker, &TradingWorker::start, Qt::QueuedConnection);
}

void Session::submit(const core::Command& command)
{
    TradingWorker* worker = m_worker;
    QMetaObject::invokeMethod(
        worker, [worker, command] { worker->takeCommand(command); }, Qt::QueuedConnection);
}

void Session::setSpeed(Speed speed)
{
    TradingWorker* worker = m_worker;
    QMetaObject::invokeMethod(
        worker, [worker, speed] { worker->setSpeed(speed); }, Qt::QueuedConnection);
}

void Session::setMarketPaused(bool paused)
{
    TradingWorker* worker = m_worker;
    QMetaObject::invokeMethod(
        worker, [worker, paused] { worker->setMarketPaused(paused); }, Qt::QueuedConnection);
}

void Session::stop()
{
    QMetaObject::invokeMethod(m_worker, &TradingWorker::stop, Qt::QueuedConnection);
}

void keepIn(const DataFolder& folder, const QString& version, WorkerSetup& setup)
{
    setup.killFile = folder.killFile();
    setup.controlSocket = folder.socket();
    setup.eventLog = folder.eventLog();
    setup.makeJournal = [path = folder.journal(), json = setupToJson(setup.core), version] {
        return std::make_unique<io::JournalDatabase>(path, json, version,
                                                     QDateTime::currentMSecsSinceEpoch());
    };
}

} // namespace wick::session
