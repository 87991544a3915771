# What is shipped can trade and nothing else: no transaction that moves money or changes keys can be made by it, because
# neither its sources nor its libraries and programs have the names of the fields such a transaction consists of.
#     -DFILES=<library or program>… (separated by |; optional)
include(${CMAKE_CURRENT_LIST_DIR}/lint.cmake)
set(NAMES FromAccountIndex ToAccountIndex FromRouteType ToRouteType RouteType USDCFee AssetIndex PublicPoolIndex
    StakingPoolIndex ShareAmount OperatorFee InitialTotalShares MinOperatorShareRate AccountTradingMode AssetMarginMode
    IntegratorAccountIndex MaxPerpsTakerFee MaxPerpsMakerFee ApprovalExpiry PubKey L1Sig)
list(JOIN NAMES "|" names)
set(LOOKED_AT 0)

lint_files(sources app core strategies charts)
foreach(file IN LISTS sources)
    math(EXPR LOOKED_AT "${LOOKED_AT} + 1")
    lint_matches(matches ${file} "\"(${names})\"")
    foreach(match IN LISTS matches)
        if(match MATCHES "^([0-9]+):.*\"(${names})\"")
            lint_finding("${file}:${CMAKE_MATCH_1}: the field ${CMAKE_MATCH_2} of a transaction that is not for trading")
        endif()
    endforeach()
endforeach()

# The types that exist, by number: seven, and no other.
set(header core/venues/lighter/transactions.h)
if(EXISTS ${ROOT}/${header})
    file(READ ${ROOT}/${header} text)
    string(REGEX MATCH "enum class TransactionType[^{]*{([^}]*)}" enum "${text}")
    string(REGEX MATCHALL "= *[0-9]+" numbers "${CMAKE_MATCH_1}")
    list(TRANSFORM numbers REPLACE "= *" "")
    if(NOT numbers STREQUAL "14;15;16;17;20;28;29")
        lint_finding("${header}: the types of transactions are ${numbers}")
    endif()
endif()

string(REPLACE "|" ";" files "${FILES}")
foreach(file IN LISTS files)
    math(EXPR LOOKED_AT "${LOOKED_AT} + 1")
    file(STRINGS ${file} found REGEX "^\"?(FromAccountIndex|ToAccountIndex|FromRouteType|StakingPoolIndex|PublicPoolIndex|AccountTradingMode|AssetMarginMode|InitialTotalShares|MaxPerpsTakerFee)")
    foreach(name IN LISTS found)
        lint_finding("${file}: holds the text ${name}")
    endforeach()
endforeach()
lint_finish(onlytrading ${LOOKED_AT})
