#include "core/backtest/practicemarket.h"
#include "core/engine/lockstep.h"
#include "core/engine/stepmessage.h"
#include "core/engine/strategyengine.h"
#include "core/engine/tradingcore.h"
#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

using namespace wick::core;

namespace {

constexpr Duration kSession = hours(8);

/// The standard fleet over the practice market's instruments.
CoreSetup fleet()
{
    CoreSetup setup;
    setup.instruments = wick::test::exampleInstruments();
    setup.balance = usdc(10'000);
    setup.start = kPracticeStart;
    std::uint16_t market = 0;
    for (const std::string_view name : {"momentum", "momentum", "fvg-retest"}) {
        EngineSetup engine;
        engine.name = name;
        engine.instrument = InstrumentId{market++};
        engine.strategy = wick::strategies::catalog().create(name, {}).value();
        engine.timeframe = engine.strategy->describe().timeframe;
        setup.engines.push_back(std::move(engine));
    }
    return setup;
}

StrategyEngine engineOf(const CoreSetup& setup, std::size_t index)
{
    const EngineSetup& engine = setup.engines[index];
    return StrategyEngine{
        {EngineId{static_cast<std::uint16_t>(index)}, engine.timeframe, engine.base},
        setup.instruments[engine.instrument.count()],
        *engine.strategy};
}

/// Feeds the bars before the session, so that kernels are warm.
void warmUp(StrategyEngine& engine, const std::vector<ClosedBar>& history)
{
    for (const auto& bar : history) {
        MarketSlice slice;
        slice.instrument = engine.instrument().id();
        slice.bar = &bar;
        slice.price = bar.close;
        Step step;
        step.time = bar.start + minutes(1);
        step.market = &slice;
        step.warmUp = true;
        static_cast<void>(engine.step(step));
    }
}

/// What goes from one thread to another, in order. The only thing threads share here.
template <typename Message>
class Mailbox
{
public:
    void put(Message message)
    {
        {
            const std::lock_guard lock{m_mutex};
            m_messages.push_back(std::move(message));
        }
        m_filled.notify_one();
    }
    Message take()
    {
        std::unique_lock lock{m_mutex};
        m_filled.wait(lock, [this] { return !m_messages.empty(); });
        Message message = std::move(m_messages.front());
        m_messages.pop_front();
        return message;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<Message> m_messages;
};

/// Some engines on a thread of their own: a step in, an answer out. An empty step ends it.
class EngineThread
{
public:
    using Steps = Mailbox<std::unique_ptr<const StepMessage>>;

    EngineThread(const CoreSetup& setup,
                 const std::vector<std::vector<ClosedBar>>& history,
                 std::vector<std::size_t> engines,
                 Mailbox<Answer>& answers)
        : m_thread([this, &setup, &history, &answers, mine = std::move(engines)] {
            std::vector<std::unique_ptr<StrategyEngine>> seats(setup.engines.size());
            for (const std::size_t i : mine) {
                seats[i] = std::make_unique<StrategyEngine>(engineOf(setup, i));
                warmUp(*seats[i], history[setup.engines[i].instrument.count()]);
            }
            while (const auto message = m_steps.take()) {
                MarketSlice slice;
                const Step step = message->step(slice);
                answers.put({step.seq, step.engine, seats[step.engine.count()]->step(step), false});
            }
        })
    {}
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;
    ~EngineThread()
    {
        m_steps.put(nullptr);
        m_thread.join();
    }

    void put(const Step& step) { m_steps.put(std::make_unique<const StepMessage>(step)); }

private:
    Steps m_steps;
    std::thread m_thread; ///< last: it uses the mailbox from the start
};

/// What must not depend on the number of threads.
struct SessionResult
{
    std::string session;
    std::vector<std::string> decisions;
    std::uint64_t signals = 0;

    friend bool operator==(const SessionResult&, const SessionResult&) = default;
};

/// Runs the session with the engines spread over `threads`, in lockstep.
SessionResult runOn(std::size_t threads)
{
    const CoreSetup setup = fleet();
    PracticeMarket market{{practiceEth(), practiceBtc(), practiceXau()}, setup.instruments};
    TradingCore core{setup};
    for (std::size_t i = 0; i < setup.instruments.size(); ++i) {
        core.onHistory(setup.instruments[i].id(), market.history()[i]);
    }
    std::vector<std::vector<std::size_t>> share(threads);
    for (std::size_t i = 0; i < setup.engines.size(); ++i) {
        share[i % threads].push_back(i);
    }
    Mailbox<Answer> answers;
    std::vector<std::unique_ptr<EngineThread>> workers;
    for (const auto& mine : share) {
        workers.push_back(std::make_unique<EngineThread>(setup, market.history(), mine, answers));
    }
    Lockstep lockstep{setup.engines.size()};
    while (market.next() && market.time() <= kPracticeStart + kSession) {
        const auto steps = core.onMarket(market.step());
        std::size_t missing = lockstep.begin(core.sequence());
        for (const auto& step : steps) {
            workers[step.engine.count() % threads]->put(step);
        }
        for (; missing > 0; --missing) {
            lockstep.take(answers.take());
        }
        core.onAnswers(lockstep.answers());
    }
    SessionResult result{core.sessionDigest().text(), {}, core.signals()};
    for (const auto& book : core.account().books()) {
        result.decisions.push_back(core.decisionDigest(book.engine).text());
    }
    return result;
}

void print(const char* what, const SessionResult& result)
{
    std::printf("%s: session %s, %llu signals\n", what, result.session.c_str(),
                static_cast<unsigned long long>(result.signals));
    for (const auto& digest : result.decisions) {
        std::printf("    %s\n", digest.c_str());
    }
}

} // namespace

/// Engines share nothing: spread over one, two or three threads of the standard library they decide
/// the same. No Qt in this program, so a race detector sees every line of it and needs no
/// suppressions.
int main()
{
    const SessionResult one = runOn(1);
    print("one thread", one);
    if (one.signals == 0) {
        std::puts("FAIL: a session without signals shows nothing");
        return EXIT_FAILURE;
    }
    for (const std::size_t threads : {std::size_t{2}, std::size_t{3}}) {
        const SessionResult more = runOn(threads);
        if (!(more == one)) {
            print("other with more threads", more);
            std::printf("FAIL: %zu threads decide otherwise than one\n", threads);
            return EXIT_FAILURE;
        }
    }
    std::puts("PASS: two and three threads decide as one does");
    return EXIT_SUCCESS;
}
