#include "app/session/riskkeeper.h"

#include <QDateTime>
#include <QFileInfo>

#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr qint64 kNoteEveryMs = 1'000;

} // namespace

Result<std::int64_t, std::string>
continueAccount(const QString& file, AccountChoice choice, CoreSetup& setup)
{
    const QFileInfo info{file};
    if (choice == AccountChoice::New || (!info.exists() && !info.isSymLink())) {
        return 0;
    }
    auto store = io::AccountDatabase::open(file);
    if (!store) {
        return Failure{store.error().sentence.toStdString()};
    }
    auto kept = store->newest();
    if (!kept) {
        return Failure{kept.error().sentence.toStdString()};
    }
    if (!*kept) {
        return 0;
    }
    auto state = decodeRiskState((*kept)->state);
    if (state) {
        setup.balance = state->equity;
        setup.risk = std::move(*state);
    } else {
        setup.riskLost = true;
    }
    return (*kept)->account;
}

RiskKeeper::RiskKeeper(QString file, std::int64_t account)
    : m_file(std::move(file))
    , m_account(account)
{}

void RiskKeeper::save(const RiskState& state)
{
    const auto written = write(encode(state));
    m_problem = written ? std::string{} : written.error().sentence.toStdString();
    m_sinceSave.start();
}

void RiskKeeper::note(const RiskState& state)
{
    if (!m_sinceSave.isValid() || m_sinceSave.hasExpired(kNoteEveryMs)) {
        save(state);
    }
}

io::StoreResult<void> RiskKeeper::write(const std::string& text)
{
    if (!m_store) {
        auto store = io::AccountDatabase::open(m_file);
        if (!store) {
            return Failure{std::move(store).error()};
        }
        m_store = std::move(*store);
    }
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    if (m_account != 0) {
        return m_store->save(m_account, now, text);
    }
    auto begun = m_store->begin(now, text);
    if (!begun) {
        return Failure{std::move(begun).error()};
    }
    m_account = *begun;
    return {};
}

} // namespace wick::session
