import { sqlText } from './peer-rules.ts';

/**
 * One question for Scrutineer and for SQL: addresses where sign-ins of many accounts failed within an hour, and accounts
 * where many failed. The hour slides: it ends at every failure, both ends included. Failures of a group that are no
 * more than an hour apart are one incident, told by the group and the moment when there were first enough.
 */
const ACCOUNTS = 3;
const FAILURES = 3;
const HOUR_MS = 3_600_000;

export function windowRules(): string {
  const correlation = (name: string, groupBy: string, condition: string): string =>
    `---\ntitle: ${name}\nname: ${name}\ncorrelation:\n  type: ${name}\n  rules: [failed]\n` +
    `  group-by: [${groupBy}]\n  timespan: 1h\n  condition: ${condition}\n`;
  return (
    'title: failed\nname: failed\nlogsource: { product: azure, service: signinlogs }\n' +
    'detection:\n  selection:\n    status.errorCode|gt: 0\n  condition: selection\n' +
    correlation('value_count', 'ipAddress', `{ field: userPrincipalName, gte: ${ACCOUNTS} }`) +
    correlation('event_count', 'userPrincipalName', `{ gte: ${FAILURES} }`)
  );
}

/** The same by window functions: exact, without buckets. */
export function windowSql(file: string): string {
  const incidents = (name: string, group: string, count: string, least: number): string => `
    SELECT '${name}', part, min(time) FILTER (WHERE n >= ${least})
    FROM (
      SELECT part, time, n, sum(CAST(gap > ${HOUR_MS} AS INTEGER)) OVER (
        PARTITION BY part ORDER BY time ROWS UNBOUNDED PRECEDING
      ) AS run
      FROM (
        SELECT ${group} AS part, time,
          ${count} OVER (
            PARTITION BY ${group} ORDER BY time RANGE BETWEEN ${HOUR_MS} PRECEDING AND CURRENT ROW
          ) AS n,
          time - lag(time, 1, time) OVER (PARTITION BY ${group} ORDER BY time) AS gap
        FROM failed
      )
    )
    GROUP BY part, run HAVING max(n) >= ${least}`;
  return `
    WITH failed AS MATERIALIZED (
      SELECT epoch_ms(CAST(json ->> '$.createdDateTime' AS TIMESTAMP)) AS time,
        json ->> '$.userPrincipalName' AS account, json ->> '$.ipAddress' AS address
      FROM read_ndjson_objects(${sqlText(file)})
      WHERE CAST(json ->> '$.status.errorCode' AS INTEGER) > 0
    )
    ${incidents('value_count', 'address', 'count(DISTINCT account)', ACCOUNTS)}
    UNION ALL
    ${incidents('event_count', 'account', 'count(*)', FAILURES)}`;
}

/** How an incident is told, whoever found it. */
export function incidentText(name: string, group: string, detectedAt: number): string {
  return `${name} of ${group} at ${new Date(detectedAt).toISOString()}`;
}
