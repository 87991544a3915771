# Which folder may include which (docs/architecture.md). The longest folder that fits a file decides.
# layer(folder FOLDERS f… HEADERS h…): HEADERS are "std" and Qt modules, or single headers by name.
set(DOMAIN core/base core/domain core/market core/indicators core/strategy)
set(RISK ${DOMAIN} core/portfolio core/sizing core/risk)
set(EXECUTION ${RISK} core/execution core/reconcile)
set(ENGINE ${EXECUTION} core/journal core/engine core/backtest)
set(BELOW_SESSION ${ENGINE} core/io core/venues strategies)

layer(core/base FOLDERS core/base core/domain HEADERS std)
layer(core/domain FOLDERS core/base core/domain HEADERS std)
layer(core/market FOLDERS core/base core/domain core/market HEADERS std)
layer(core/indicators FOLDERS core/base core/domain core/market core/indicators HEADERS std)
layer(core/strategy FOLDERS ${DOMAIN} HEADERS std)

layer(core/portfolio FOLDERS ${RISK} HEADERS std)
layer(core/sizing FOLDERS ${RISK} HEADERS std)
layer(core/risk FOLDERS ${RISK} HEADERS std)

layer(core/execution FOLDERS ${EXECUTION} HEADERS std)
layer(core/reconcile FOLDERS ${EXECUTION} HEADERS std)

layer(core/journal FOLDERS ${ENGINE} HEADERS std)
layer(core/engine FOLDERS ${ENGINE} HEADERS std)
layer(core/backtest FOLDERS ${ENGINE} HEADERS std)

layer(core/venues/lighter/crypto FOLDERS core/base core/venues/lighter/crypto HEADERS std posix)
layer(core/venues/lighter FOLDERS ${EXECUTION} core/venues/lighter HEADERS std simdjson.h)

layer(core/io FOLDERS ${ENGINE} core/io core/venues HEADERS std posix QtCore QtNetwork QtSql QtWebSockets zlib.h)

layer(strategies FOLDERS ${DOMAIN} strategies HEADERS std)

layer(charts/paint FOLDERS charts/paint HEADERS std QtCore QtGui)
layer(charts FOLDERS charts HEADERS std QtCore QtGui QtWidgets QtCharts)

layer(app/logging FOLDERS app/logging HEADERS std QtCore)
layer(app/session FOLDERS ${BELOW_SESSION} app/session HEADERS std QtCore QtNetwork QtSql)
layer(app/cli FOLDERS ${BELOW_SESSION} app/session app/cli app/logging HEADERS std posix QtCore QtNetwork)
layer(app/desktop FOLDERS ${BELOW_SESSION} charts app HEADERS std posix QtCore QtGui QtWidgets QtCharts QtNetwork QtSvg)

set(STANDARD_HEADERS
    algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts
    condition_variable coroutine deque exception execution filesystem format forward_list fstream functional
    future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
    memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator
    semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string
    string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set
    utility valarray variant vector version
    cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint
    cstdio cstdlib cstring ctime cuchar cwchar cwctype
    __msvc_int128.hpp) # 128-bit integers of that compiler, behind its own guard
set(POSIX_HEADERS
    fcntl.h unistd.h sys/file.h sys/mman.h sys/random.h sys/resource.h sys/socket.h sys/stat.h sys/types.h sys/un.h
    windows.h bcrypt.h malloc.h io.h)
