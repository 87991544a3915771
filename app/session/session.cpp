#include "app/session/session.h"

#include "app/session/setupjson.h"
#include "core/base/decimal.h"
#include "core/io/stores/journaldatabase.h"

#include <QDateTime>
#include <QMetaObject>

#include <utility>

namespace wick::session {

namespace {

constexpr std::chrono::seconds kEndPatience{20};

} // namespace

Session::Session(WorkerSetup setup, QObject* parent)
    : io::Receiver(parent)
    , m_thread(QStringLiteral("trading core"))
    , m_worker(m_thread.adopt(std::make_unique<TradingWorker>(std::move(setup), m_wall)))
{
    QObject::connect(
        m_worker, &TradingWorker::finished, m_worker,
        [this](bool clean) { io::post(this, [this, clean] { Q_EMIT finished(clean); }); },
        Qt::DirectConnection);
}

Session::~Session()
{
    // Waits: a thread that is asked to quit drops what is still queued for it.
    io::postAndWait(m_worker, [this] { m_worker->end(); });
    static_cast<void>(m_thread.stop(kEndPatience));
}

void Session::start()
{
    io::post(m_worker, [worker = m_worker] { worker->start(); });
}

void Session::submit(const core::Command& command)
{
    TradingWorker* worker = m_worker;
    io::post(worker, [worker, command] { worker->takeCommand(command); });
}

void Session::setSpeed(Speed speed)
{
    TradingWorker* worker = m_worker;
    io::post(worker, [worker, speed] { worker->setSpeed(speed); });
}

void Session::setMarketPaused(bool paused)
{
    TradingWorker* worker = m_worker;
    io::post(worker, [worker, paused] { worker->setMarketPaused(paused); });
}

void Session::stop()
{
    io::post(m_worker, [worker = m_worker] { worker->stop(); });
}

core::Result<std::string, std::string>
keepIn(const DataFolder& folder, const QString& version, AccountChoice account, WorkerSetup& setup)
{
    const auto number = continueAccount(folder.account(), account, setup.core);
    if (!number) {
        return core::Failure{number.error()};
    }
    setup.makeKeeper = [file = folder.account(), number = *number] {
        return std::make_unique<RiskKeeper>(file, number);
    };
    setup.killFile = folder.killFile();
    setup.controlSocket = folder.socket();
    setup.eventLog = folder.eventLog();
    setup.makeJournal = [path = folder.journal(), json = setupToJson(setup.core), version] {
        return std::make_unique<io::JournalDatabase>(path, json, version,
                                                     QDateTime::currentMSecsSinceEpoch());
    };
    const std::string equity = core::fixedText(setup.core.balance.count() / 10'000, 2) + " USDC";
    if (setup.core.riskLost) {
        return "What was saved of paper account " + std::to_string(*number)
               + " cannot be read: it begins again with " + equity
               + ", entries blocked until the halt is released.";
    }
    return *number == 0
               ? "A new paper account begins with " + equity + "."
               : "Paper account " + std::to_string(*number) + " goes on with " + equity + ".";
}

} // namespace wick::session
